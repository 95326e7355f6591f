"""timm's learning rates that fall from layer to layer -> libs/ssl-core/src/optim/fixtures/layerDecay.json"""

import timm
from timm.models.efficientnet import _gen_efficientnet
from timm.models.resnet import BasicBlock, ResNet
from timm.optim import param_groups_layer_decay

from fixture import rounded, write

DECAY = 0.65
WEIGHT_DECAY = 0.05


def factors(model) -> dict:
    names = {parameter: name for name, parameter in model.named_parameters()}
    groups = param_groups_layer_decay(
        model, WEIGHT_DECAY, no_weight_decay_list=getattr(model, "no_weight_decay", set)(), layer_decay=DECAY
    )
    found = {names[p]: [rounded(g["lr_scale"]), g["weight_decay"]] for g in groups for p in g["params"]}
    return {name: found[name] for name in names.values()}


def vit(pool: str):
    return timm.models.VisionTransformer(
        img_size=16, patch_size=8, embed_dim=24, depth=3, num_heads=3, num_classes=5, global_pool=pool
    )


def main() -> None:
    networks = {
        "vit-token": vit("token"),
        "vit-mean": vit("avg"),
        "resnet": ResNet(BasicBlock, [1, 1, 1, 1], num_classes=5),
        "efficientnet": _gen_efficientnet("efficientnet_b0", channel_multiplier=0.25, depth_multiplier=0.5, num_classes=5),
    }
    cases = {name: factors(model) for name, model in networks.items()}
    fixture = {"timm": timm.__version__, "decay": DECAY, "weightDecay": WEIGHT_DECAY, "cases": cases}
    write("optim/fixtures/layerDecay.json", fixture)


if __name__ == "__main__":
    main()
