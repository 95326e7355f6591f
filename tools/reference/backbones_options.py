"""Attention in ResNets and stochastic depth as timm computes them -> libs/ssl-core/src/backbones/fixtures/options.json

Which pictures skip which branches is given, from the formula of `fill`, in place of timm's draws.
"""

import timm
import torch
from timm.layers import DropPath
from timm.models.efficientnet import _gen_efficientnet
from timm.models.resnet import BasicBlock, Bottleneck, ResNet

from backbones import describe, fill, outline
from fixture import rounded, write


def blocks(kind, attention: str, planes: int = 4) -> torch.nn.Module:
    """A block that changes the shape and one that does not, and the mean over all places."""
    outputs = planes * kind.expansion
    around = torch.nn.Sequential(torch.nn.Conv2d(3, outputs, 1, 2, bias=False), torch.nn.BatchNorm2d(outputs))
    parts = [kind(3, planes, 2, around, attn_layer=attention), kind(outputs, planes, attn_layer=attention)]
    return torch.nn.Sequential(*parts, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten())


def full(attention: str) -> torch.nn.Module:
    """timm's `seresnet18` with `se`."""
    return ResNet(BasicBlock, [2, 2, 2, 2], num_classes=0, block_args={"attn_layer": attention})


def dropping(model: torch.nn.Module, batch: int) -> torch.nn.Module:
    """timm's own drop path but for its draws: a column of numbers in [0, 1) for each branch."""
    parts = [(name, part) for name, part in model.named_modules() if isinstance(part, DropPath)]
    is_vit = hasattr(model, "pos_embed")
    order = [f"{s}.{p}" for s, stage in enumerate(model.blocks) for p in range(len(stage))] if not is_vit else []
    branches = 2 * len(model.blocks) if is_vit else len(order)
    numbers = (torch.from_numpy(fill("drops", (batch, branches)).astype("float32")).double() + 1) / 2
    for name, part in parts:
        place = name.split(".")
        column = 2 * int(place[1]) + int(name[-1]) - 1 if is_vit else order.index(f"{place[1]}.{place[2]}")
        part.forward = forward_of(part, numbers[:, column])
    return model


def forward_of(part: DropPath, numbers: torch.Tensor):
    def forward(x):
        if not part.training:
            return x
        kept = (numbers >= part.drop_prob).double() / (1 - part.drop_prob)
        return x * kept.reshape(-1, *[1] * (x.ndim - 1))

    return forward


def vit() -> torch.nn.Module:
    return timm.models.VisionTransformer(
        img_size=16, patch_size=8, embed_dim=24, depth=3, num_heads=3, num_classes=0, global_pool="token", drop_path_rate=0.5
    )


def efficientnet() -> torch.nn.Module:
    return _gen_efficientnet(
        "efficientnet_b0", channel_multiplier=0.25, depth_multiplier=0.5, num_classes=0, drop_path_rate=0.6
    )


def main() -> None:
    cases = {
        "se-basic": describe(blocks(BasicBlock, "se", 16), 12, 4),
        "se-bottleneck": describe(blocks(Bottleneck, "se"), 12, 4),
        "cbam-basic": describe(blocks(BasicBlock, "cbam", 16), 12, 4),
        "cbam-bottleneck": describe(blocks(Bottleneck, "cbam"), 12, 4),
        "vit-drop": describe(dropping(vit(), 4), 16, 4),
        "efficientnet-drop": describe(dropping(efficientnet(), 4), 64, 4),
    }
    networks = {name: outline(full(name)) for name in ["se", "cbam"]}
    assert list(timm.create_model("seresnet18").state_dict())[:-2] == list(full("se").state_dict())
    for found in cases.values():
        found["gradients"] = {name: {k: rounded(v) for k, v in g.items()} for name, g in found["gradients"].items()}
        found["statistics"] = {name: rounded(values) for name, values in found["statistics"].items()}
        for key in ["evaluated", "trained"]:
            found[key] = rounded(found[key])
    for found in networks.values():
        found["evaluated"] = rounded(found["evaluated"])
    versions = {"torch": torch.__version__, "timm": timm.__version__}
    write("backbones/fixtures/options.json", {"versions": versions, "cases": cases, "networks": networks})


if __name__ == "__main__":
    main()
