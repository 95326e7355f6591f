"""The engine's own operations as PyTorch computes them, with gradients -> libs/engine/src/ops/fixtures/ownOps.json

Arrays are stored in this project's layouts (NHWC, HWIO, in x out). Each case: inputs, output, and the gradient in each
input of sum(output * direction); an input without a gradient is one that none flows into.
"""

import json
import pathlib

import torch

from operations import elementwise, indexing, pictures, windows

OUT = pathlib.Path(__file__).parents[2] / "libs/engine/src/ops/fixtures/ownOps.json"


def main() -> None:
    cases = {}
    for seed, family in enumerate([elementwise, windows, pictures, indexing]):
        # One seed a family: a new case moves no number of another family.
        torch.manual_seed(seed)
        cases.update(family.make())
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"versions": {"torch": torch.__version__}, "cases": cases}, separators=(",", ":")) + "\n")
    print(OUT, OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
