"""ResNets and ViT-Ti as torchvision and timm compute them -> libs/ssl-core/src/backbones/fixtures/backbones.json

Weights are not stored: both sides fill them with one formula (`fill`, and `filling.ts` on the other side). PyTorch runs
in float64, so that the fixture is the truth and not another rounding.
"""

import json
import math
import pathlib

import numpy as np
import timm
import torch
import torchvision

OUT = pathlib.Path(__file__).parents[2] / "libs/ssl-core/src/backbones/fixtures/backbones.json"


def fill(name: str, shape) -> np.ndarray:
    """Pseudo-random values in (-1, 1), a function of the name and the flat index alone."""
    key = sum((i + 1) * ord(letter) for i, letter in enumerate(name)) % 9973
    index = np.arange(math.prod(shape), dtype=np.float64)
    noise = np.sin(12.9898 * (index + 1) + 78.233 * (key + 1)) * 43758.5453
    return (2 * (noise - np.floor(noise)) - 1).reshape(shape)


def scaled(name: str, shape, is_norm: bool) -> np.ndarray:
    values = fill(name, shape)
    if name.endswith("running_var"):
        return 1 + 0.3 * values
    if is_norm and name.endswith("weight"):
        return 1 + 0.1 * values
    if len(shape) == 2 or len(shape) == 4:
        return values * math.sqrt(3 / math.prod(shape[1:]))
    return 0.1 * values


def load(model: torch.nn.Module) -> list[str]:
    norms = (torch.nn.BatchNorm2d, torch.nn.LayerNorm)
    norm_names = {name for name, part in model.named_modules() if isinstance(part, norms)}
    state, names = {}, []
    for name, value in model.state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue  # filled in by PyTorch when it is missing, as here
        is_norm = name.rpartition(".")[0] in norm_names
        # Through float32, since that is what the other side holds.
        values = scaled(name, tuple(value.shape), is_norm).astype(np.float32)
        state[name] = torch.from_numpy(values.astype(np.float64))
        names.append(name)
    model.double().load_state_dict(state, strict=True)
    return names


def samples(values: torch.Tensor) -> list[float]:
    flat = values.detach().reshape(-1)
    return [float(flat[(i * flat.numel()) // 5]) for i in range(5)]


def describe(model: torch.nn.Module, side: int, batch: int) -> dict:
    names = load(model)
    x = torch.from_numpy(fill("input", (batch, side, side, 3)).astype(np.float32).astype(np.float64))
    x = x.permute(0, 3, 1, 2)
    with torch.no_grad():
        evaluated = model.eval()(x)
    trained = model.train()(x)
    direction = torch.from_numpy(fill("direction", tuple(trained.shape)))
    (trained * direction).sum().backward()
    gradients = {
        name: {"norm": float(value.grad.norm()), "samples": samples(value.grad)}
        for name, value in model.named_parameters()
    }
    after = model.state_dict()
    return {
        "side": side,
        "batch": batch,
        "names": names,
        "shapes": [list(after[name].shape) for name in names],
        "evaluated": evaluated.reshape(-1).tolist(),
        "trained": trained.detach().reshape(-1).tolist(),
        "gradients": gradients,
        "statistics": {name: samples(after[name]) for name in names if "running_" in name},
    }


def outline(model: torch.nn.Module) -> dict:
    """
    Names, shapes and two pictures' features alone. In training, batch norm after batch norm blows up the last digits of
    50 layers with such weights: PyTorch's own gradients in float32 are 2 % away from those in float64.
    """
    names = load(model)
    x = torch.from_numpy(fill("input", (2, 64, 64, 3)).astype(np.float32).astype(np.float64)).permute(0, 3, 1, 2)
    with torch.no_grad():
        evaluated = model.eval()(x)
    state = model.state_dict()
    return {
        "side": 64,
        "batch": 2,
        "names": names,
        "shapes": [list(state[name].shape) for name in names],
        "evaluated": evaluated.reshape(-1).tolist(),
    }


def bottlenecks() -> torch.nn.Module:
    """One bottleneck that changes the shape and one that does not, and the mean over all places."""
    block = torchvision.models.resnet.Bottleneck
    around = torch.nn.Sequential(torch.nn.Conv2d(3, 16, 1, 2, bias=False), torch.nn.BatchNorm2d(16))
    pool = [torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten()]
    return torch.nn.Sequential(block(3, 4, 2, around), block(16, 4), *pool)


def resnet(blocks: list[int], stem: str, is_deep: bool = False) -> torch.nn.Module:
    parts = torchvision.models.resnet
    model = parts.ResNet(parts.Bottleneck if is_deep else parts.BasicBlock, blocks)
    model.fc = torch.nn.Identity()
    if stem == "small":
        model.conv1 = torch.nn.Conv2d(3, 64, 3, 1, 1, bias=False)
        model.maxpool = torch.nn.Identity()
    return model


def vit(pool: str, width: int = 192, depth: int = 12) -> torch.nn.Module:
    return timm.models.VisionTransformer(
        img_size=32, patch_size=8, embed_dim=width, depth=depth, num_heads=3, num_classes=0, global_pool=pool
    )


def main() -> None:
    cases = {
        "resnet18-imagenet": describe(resnet([2, 2, 2, 2], "imagenet"), 64, 4),
        "resnet18-small": describe(resnet([2, 2, 2, 2], "small"), 24, 4),
        "resnet10-small": describe(resnet([1, 1, 1, 1], "small"), 24, 4),
        "resnet34-imagenet": describe(resnet([3, 4, 6, 3], "imagenet"), 64, 2),
        "resnet50-imagenet": outline(resnet([3, 4, 6, 3], "imagenet", is_deep=True)),
        "resnet101-imagenet": outline(resnet([3, 4, 23, 3], "imagenet", is_deep=True)),
        "bottlenecks": describe(bottlenecks(), 12, 4),
        "vit-token": describe(vit("token"), 32, 2),
        "vit-mean": describe(vit("avg"), 32, 2),
        "vit-tiny-token": describe(vit("token", 48, 2), 32, 2),
        "vit-tiny-mean": describe(vit("avg", 48, 2), 32, 2),
    }
    versions = {"torch": torch.__version__, "torchvision": torchvision.__version__, "timm": timm.__version__}
    rounded = json.loads(json.dumps({"versions": versions, "cases": cases}), parse_float=lambda t: float(f"{float(t):.7g}"))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(rounded, separators=(",", ":")) + "\n")
    print(OUT, OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
