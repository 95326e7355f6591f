"""Cases of own_ops.py, a file a family."""
