"""Files of weights as PyTorch writes them -> libs/engine/src/weights/fixtures/

`torch.save` in its zip format and in the one before 1.6, with every type, strides, offsets, shared storages, parameters,
nested checkpoints and data beside them, and a small model of Keras in HDF5; the values as numbers beside them.
"""

import argparse
import base64
import collections
import gzip
import io
import json
import os
import pathlib
import tempfile

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import torch
from safetensors.torch import save as save_safetensors

FOLDER = pathlib.Path(__file__).parents[2] / "libs/engine/src/weights/fixtures"


def plain():
    base = torch.arange(12, dtype=torch.float32).reshape(3, 4) / 8 - 0.5
    tied = torch.tensor([1.5, -2.5])
    return collections.OrderedDict(
        {
            "contiguous": base.clone(),
            "transposed": base.t(),
            "offset": base[1:, 1:3],
            "every.second": torch.arange(10, dtype=torch.float32)[1::2],
            "expanded": torch.tensor([[1.0], [2.0]]).expand(2, 3),
            "tied.a": tied,
            "tied.b": tied,
            "parameter": torch.nn.Parameter(torch.tensor([[0.25, 3.0]])),
            "channels.last": torch.arange(24, dtype=torch.float32).reshape(1, 2, 3, 4).to(memory_format=torch.channels_last),
            "scalar": torch.tensor(7.0),
            "empty": torch.zeros(0, 3),
        }
    )


def types():
    values = [0.0, 1.0, -2.0, 3.5, 0.1]
    floats = {str(dtype)[6:]: torch.tensor(values, dtype=dtype) for dtype in [torch.float64, torch.float16, torch.bfloat16]}
    small = torch.tensor([6e-8, 6.1e-5, 65504.0, float("inf")], dtype=torch.float16)
    whole = {str(dtype)[6:]: torch.tensor([0, 1, -2, 100], dtype=dtype) for dtype in [torch.int64, torch.int32, torch.int16, torch.int8]}
    return {**floats, "half.edges": small, **whole, "uint8": torch.tensor([0, 255], dtype=torch.uint8), "bool": torch.tensor([True, False])}


def checkpoint():
    model = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.BatchNorm1d(2))
    with torch.no_grad():
        for i, value in enumerate(model.state_dict().values()):
            value.fill_(i + 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    model(torch.ones(2, 2)).sum().backward()
    optimizer.step()
    return {
        "epoch": 3,
        "big": 2**70,
        "arch": "naïve",
        "args": argparse.Namespace(lr=0.1, path=pathlib.PurePosixPath("/data"), sizes=[1, 2]),
        "best": np.float64(0.5),
        "array": np.arange(3),
        "optimizer": optimizer.state_dict(),
        "state_dict": collections.OrderedDict((f"module.{name}", value) for name, value in model.state_dict().items()),
    }


def distilled():
    return {"student": {"a": torch.tensor([1.0])}, "teacher": {"a": torch.tensor([2.0])}, "epoch": 1}


def listed(tensors):
    return {
        name: {"shape": list(value.shape), "data": [v if np.isfinite(v) else "Infinity" for v in value.detach().float().flatten().tolist()]}
        for name, value in tensors.items()
    }


def saved(value, **options):
    # Through memory: a file's name would become the archive's folder.
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


def keras_model():
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((4, 4, 3)),
            layers.Normalization(name="normalization", mean=[0.25, 0.5, 0.75], variance=[1.0, 4.0, 0.25]),
            layers.Conv2D(2, 3, use_bias=False, name="stem_conv"),
            layers.BatchNormalization(name="stem_bn"),
            layers.DepthwiseConv2D(3, name="block1a_dwconv", padding="same"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(3, name="predictions"),
        ]
    )
    for i, layer in enumerate(model.layers):
        layer.set_weights([np.arange(w.size).reshape(w.shape) / 8 + i for w in layer.get_weights()])
    values = {"/".join(w.path.split("/")[-2:]): torch.tensor(np.array(w.value.detach(), dtype=np.float32)) for w in model.weights}
    files = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ["keras.weights.h5", "keras.h5"]:
            path = pathlib.Path(folder) / name
            model.save_weights(path) if "weights" in name else model.save(path)
            files[name] = path.read_bytes()
    return values, files


class Command:
    """What an attacker would send; it is written and never read here."""

    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments

    def __reduce__(self):
        return self.function, self.arguments


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    values = {"plain": plain(), "types": types(), "checkpoint": checkpoint(), "distilled": distilled()}
    expected = {
        "plain": listed(values["plain"]),
        "types": listed(values["types"]),
        "checkpoint": listed(values["checkpoint"]["state_dict"]),
        "distilled": listed(values["distilled"]["teacher"]),
    }
    tensors, files = keras_model()
    expected["keras"] = listed(tensors)
    for name, value in values.items():
        files[f"{name}.pth"] = saved(value)
        files[f"{name}.legacy.pth"] = saved(value, _use_new_zipfile_serialization=False)
    files["protocol4.pth"] = saved(plain(), pickle_protocol=4)
    files["types.safetensors"] = save_safetensors({k: v.contiguous() for k, v in types().items()})
    for name, value in {
        "command": {"state_dict": {"a": torch.ones(1)}, "more": Command(os.system, "touch /tmp/was-here")},
        "eval": Command(eval, "1"),
        "module": torch.nn.Linear(1, 1),
        "inside": {"a": torch.ones(1), "b": argparse.Namespace(x=1)},
    }.items():
        files[f"{name}.pth"] = saved(value)
        files[f"{name}.legacy.pth"] = saved(value, _use_new_zipfile_serialization=False)
    text = {name: base64.b64encode(gzip.compress(content, mtime=0)).decode() for name, content in sorted(files.items())}
    fixture = {"torch": torch.__version__, "keras": keras.__version__, "expected": expected, "files": text}
    target = FOLDER / "files.json"
    target.write_text(json.dumps(fixture, indent=0) + "\n")
    print(target, target.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
