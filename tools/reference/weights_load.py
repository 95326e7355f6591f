"""Loads files of `assay export --format safetensors` strictly into torchvision's and timm's networks.

    python tools/reference/weights_load.py FILE…

It makes no fixture: `apps/trainer/src/weights/exportWeights.test.ts` holds the names and shapes to those of
`weights_names.py`; this is the load itself.
"""

import json
import sys

import timm
import torch
import torchvision
from safetensors import safe_open
from safetensors.torch import load_file


def network(backbone, image, classes):
    channels, size = image["channels"], image["size"]
    if backbone["kind"] == "vit":
        return timm.models.vision_transformer.VisionTransformer(
            img_size=size,
            patch_size=backbone["patch"],
            in_chans=channels,
            num_classes=classes,
            embed_dim=backbone["width"],
            depth=backbone["depth"],
            num_heads=backbone["heads"],
            global_pool="avg" if backbone["pool"] == "mean" else "token",
        )
    if backbone["kind"] == "efficientnet":
        prefix = "tf_" if backbone["convention"] == "tensorflow" else ""
        return timm.create_model(f"{prefix}efficientnet_{backbone['variant']}", in_chans=channels, num_classes=classes)
    if (backbone["width"], backbone["stem"], channels) != (64, "imagenet", 3):
        raise SystemExit("torchvision has this network with 64 channels, its own stem and coloured pictures alone")
    model = getattr(torchvision.models, f"resnet{backbone['depth']}")(num_classes=max(classes, 1))
    if classes == 0:
        model.fc = torch.nn.Identity()
    return model


def main() -> None:
    for path in sys.argv[1:]:
        header = safe_open(path, "pt").metadata()
        tensors = load_file(path)
        bias = next((tensors[name] for name in ["fc.bias", "head.bias", "classifier.bias"] if name in tensors), [])
        model = network(json.loads(header["backbone"]), json.loads(header["input"]), len(bias))
        print(path, type(model).__name__, model.load_state_dict(tensors, strict=True))


if __name__ == "__main__":
    main()
