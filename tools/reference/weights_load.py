"""Loads files of `assay export --format safetensors` strictly into torchvision's and timm's networks, and the way back.

    python tools/reference/weights_load.py FILE…
    python tools/reference/weights_load.py FILE… --picture PICTURE --out OUT
    python tools/reference/weights_load.py --draw FOLDER --picture PICTURE --out OUT

It makes no fixture. The first says whether the files load. The second also writes what the networks make of a picture: logits
where there is a classifier, else features. The third draws networks of their own, stores each as `torch.save` does
(`FOLDER/NAME.pth`), and writes their logits. `benchmarks/weights/weights.slow.test.ts` calls it so and compares.

PICTURE is a safetensors file with `pixels`, [N, H, W, C], 0 to 255; OUT one with a tensor for each network, by its file's
name without ending. The networks compute in float64.
"""

import argparse
import json
import pathlib

import timm
import torch
import torchvision
from safetensors import safe_open
from safetensors.torch import load_file, save_file

IMAGENET = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}
LITE = {"mean": [127 / 255] * 3, "std": [128 / 255] * 3}
CLASSES = 10


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
    attention = backbone.get("attention", "none")
    if attention == "squeezeExcite":
        return timm.create_model(f"seresnet{backbone['depth']}", num_classes=classes)
    if attention == "cbam":
        return timm.create_model(f"resnet{backbone['depth']}", num_classes=classes, block_args={"attn_layer": "cbam"})
    model = getattr(torchvision.models, f"resnet{backbone['depth']}")(num_classes=max(classes, 1))
    if classes == 0:
        model.fc = torch.nn.Identity()
    return model


def load(path):
    header = safe_open(path, "pt").metadata()
    tensors = load_file(path)
    bias = next((tensors[name] for name in ["fc.bias", "head.bias", "classifier.bias"] if name in tensors), [])
    image = json.loads(header["input"])
    model = network(json.loads(header["backbone"]), image, len(bias))
    print(path, type(model).__name__, model.load_state_dict(tensors, strict=True))
    return model, image


def drawn():
    """Networks of theirs by the names that `assay weights import --backbone` takes, with what normalises their pictures."""
    vit = timm.models.vision_transformer.VisionTransformer
    shape = {"img_size": 64, "patch_size": 16, "embed_dim": 192, "depth": 2, "num_heads": 3, "num_classes": CLASSES}
    return {
        "resnet50": (torchvision.models.resnet50(num_classes=CLASSES), IMAGENET),
        "seresnet18": (timm.create_model("seresnet18", num_classes=CLASSES), IMAGENET),
        "vit_tiny_patch16": (vit(**shape), IMAGENET),
        "efficientnet_b0": (timm.create_model("efficientnet_b0", num_classes=CLASSES), IMAGENET),
        "tf_efficientnet_lite0": (timm.create_model("tf_efficientnet_lite0", num_classes=CLASSES), LITE),
    }


def disturb(model):
    """Norms as after a training: fresh ones change nothing, and would hide one that was taken for another."""
    for part in model.modules():
        if isinstance(part, (torch.nn.BatchNorm2d, torch.nn.LayerNorm)):
            torch.nn.init.uniform_(part.weight, 0.8, 1.2)
            torch.nn.init.normal_(part.bias, 0, 0.1)
        if isinstance(part, torch.nn.BatchNorm2d):
            part.running_mean.normal_(0, 0.1)
            part.running_var.uniform_(0.7, 1.3)


def outputs(model, pixels, image):
    mean, std = (torch.tensor(image[key], dtype=torch.float64).reshape(1, -1, 1, 1) for key in ["mean", "std"])
    x = (pixels.double().permute(0, 3, 1, 2) / 255 - mean) / std
    return model.double().eval()(x).float().contiguous()


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    parser.add_argument("--draw", type=pathlib.Path)
    parser.add_argument("--picture", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path)
    given = parser.parse_args()
    networks = {path.stem: load(path) for path in given.files}
    if given.draw:
        torch.manual_seed(0)
        for name, (model, image) in drawn().items():
            disturb(model)
            torch.save(model.state_dict(), given.draw / f"{name}.pth")
            networks[name] = (model, image)
    if given.out:
        pixels = load_file(given.picture)["pixels"]
        save_file({name: outputs(model, pixels, image) for name, (model, image) in networks.items()}, given.out)


if __name__ == "__main__":
    main()
