"""Shared by the reference scripts: where fixtures go and how numbers are rounded."""

import json
from pathlib import Path

import numpy as np

SSL_CORE = Path(__file__).resolve().parents[2] / "libs" / "ssl-core" / "src"


def rounded(values):
    """Nested lists of numbers with 7 significant digits."""
    array = np.asarray(values)
    if array.dtype.kind in "iub":
        return array.tolist()
    return json.loads(json.dumps(array.astype(np.float64).tolist()), parse_float=lambda text: float(f"{float(text):.7g}"))


def given(values):
    """Rounds inputs before they are used, so that the fixture holds exactly what the reference computed with."""
    return np.asarray(rounded(values))


def write(path, fixture):
    target = SSL_CORE / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
    print(f"{path}: {target.stat().st_size} bytes")
