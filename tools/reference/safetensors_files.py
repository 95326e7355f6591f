"""Both ways with the Python package -> libs/engine/src/safetensors/fixtures/

Writes `python.safetensors`, which our reader must understand, and checks that the package reads `ours.safetensors`
(made by `safetensors.test.ts` with UPDATE_FIXTURES=1) to the values below.
"""

import pathlib

import numpy as np
import safetensors
from safetensors import safe_open
from safetensors.numpy import save_file

FOLDER = pathlib.Path(__file__).parents[2] / "libs/engine/src/safetensors/fixtures"

TENSORS = {
    "layer.weight": np.arange(6, dtype=np.float32).reshape(2, 3) / 4 - 0.5,
    "counts": np.array([1, -2, 3], dtype=np.int32),
    "big": np.array([2**53 + 1, -1], dtype=np.int64),
    "half": np.array([1.5, -2], dtype=np.float16),
    "double": np.array([np.pi]),
    "pixels": np.array([[0, 255, 7]], dtype=np.uint8),
    "flags": np.array([True, False, True]),
    "scalar": np.array(3.5, dtype=np.float32),
    "empty": np.zeros((0, 4), dtype=np.float32),
    "naïve/名": np.array([1], dtype=np.float32),
}
METADATA = {"format": "1", "note": 'quotes " and \n lines'}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    save_file(TENSORS, FOLDER / "python.safetensors", metadata=METADATA | {"safetensors": safetensors.__version__})
    ours = FOLDER / "ours.safetensors"
    if not ours.exists():
        raise SystemExit(f"{ours} is missing: run the test with UPDATE_FIXTURES=1")
    with safe_open(ours, "np") as file:
        assert file.metadata() == METADATA, file.metadata()
        assert set(file.keys()) == set(TENSORS), file.keys()
        for name, expected in TENSORS.items():
            found = file.get_tensor(name)
            assert found.dtype == expected.dtype and found.shape == expected.shape, name
            assert np.array_equal(found, expected), name
    print(FOLDER, "read and written by safetensors", safetensors.__version__)


if __name__ == "__main__":
    main()
