"""The parts of pretext.py."""
