"""timm's ResNets with attention: names, shapes, features -> apps/trainer/src/weights/fixtures/attention.json

`seresnet18` and `seresnet50`, and a ResNet-18 whose blocks take timm's `CbamModule`, which no model of timm's list does.
Weights are not stored: both sides fill them by one formula (`fill` in backbones.py, `filledTensors.ts` on the other side).
"""

import json
import pathlib

import timm
import torch
from timm.models.resnet import BasicBlock, ResNet

from backbones import fill, load
from fixture import rounded

FIXTURE = pathlib.Path(__file__).parents[2] / "apps/trainer/src/weights/fixtures/attention.json"
SIDE = 32


def outline(model: torch.nn.Module) -> dict:
    """With the counters and the classifier, as a file has them."""
    return {"names": " ".join(f"{name}:{'x'.join(map(str, value.shape))}" for name, value in model.state_dict().items())}


def describe(model: torch.nn.Module) -> dict:
    """The same with one picture's features, pooled."""
    described = outline(model)
    load(model)
    x = torch.from_numpy(fill("input", (1, SIDE, SIDE, 3)).astype("float32").astype("float64")).permute(0, 3, 1, 2)
    with torch.no_grad():
        features = model.eval().forward_head(model.forward_features(x), pre_logits=True)
    return {**described, "features": rounded(features[0].numpy())}


def main() -> None:
    fixture = {
        "versions": {"torch": torch.__version__, "timm": timm.__version__},
        "side": SIDE,
        "networks": {
            "seresnet18": describe(timm.create_model("seresnet18")),
            "seresnet50": outline(timm.create_model("seresnet50")),
            "resnet18 with cbam": outline(ResNet(BasicBlock, [2, 2, 2, 2], block_args={"attn_layer": "cbam"})),
        },
    }
    FIXTURE.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
    print(FIXTURE, FIXTURE.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
