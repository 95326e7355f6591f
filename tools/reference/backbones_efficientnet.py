"""EfficientNets as timm computes them -> libs/ssl-core/src/backbones/fixtures/efficientNet.json

The small ones (a quarter as wide, half as deep) with gradients, running statistics and maps; of the full ones a digest of
all names and shapes, and some features of one picture. Sides are chosen so that maps of odd size occur, where the
two ways of padding differ.
"""

import hashlib
import json

import timm
import torch
from timm.models.efficientnet import _gen_efficientnet, _gen_efficientnet_lite

from backbones import describe, fill, load, samples
from fixture import rounded, write

TENSORFLOW = {"bn_eps": 1e-3, "pad_type": "same"}
VARIANTS = ["b0", "b1", "b2", "b3", "b4", "lite0"]


def small(make, **options) -> dict:
    def create(**more):
        return make("efficientnet_b0", channel_multiplier=0.25, depth_multiplier=0.5, num_classes=0, **options, **more)

    model = create()
    # Lite keeps its 1280 features however narrow it is, so two pictures have to do.
    batch = 2 if make is _gen_efficientnet_lite else 4
    found = describe(model, side=74, batch=batch)
    return {**found, "stages": stages(create(features_only=True), model, batch)}


def stages(extractor: torch.nn.Module, model: torch.nn.Module, batch: int) -> list:
    """Shapes and some entries, channels last, of the maps at 1/4, 1/8, 1/16 and 1/32."""
    load(model)
    extractor.double().load_state_dict(model.state_dict(), strict=False)
    x = torch.from_numpy(fill("input", (batch, 74, 74, 3)).astype("float32").astype("float64")).permute(0, 3, 1, 2)
    with torch.no_grad():
        maps = [found.permute(0, 2, 3, 1) for found in extractor.eval()(x)[1:]]
    return [{"shape": list(found.shape), "samples": samples(found)} for found in maps]


def full(name: str) -> dict:
    model = timm.create_model(name, num_classes=0)
    names = load(model)
    state = model.state_dict()
    outline = "".join(f"{name} {','.join(map(str, state[name].shape))}\n" for name in names)
    x = torch.from_numpy(fill("input", (1, 75, 75, 3)).astype("float32").astype("float64")).permute(0, 3, 1, 2)
    with torch.no_grad():
        features = model.eval()(x)[0]
    return {
        "outline": hashlib.sha256(outline.encode()).hexdigest(),
        "parameters": sum(value.numel() for value in model.parameters()),
        "features": features[:: len(features) // 20].tolist(),
    }


def main() -> None:
    cases = {
        "efficientnet-small": small(_gen_efficientnet),
        "efficientnet-small-tensorflow": small(_gen_efficientnet, **TENSORFLOW),
        "efficientnet-small-lite": small(_gen_efficientnet_lite),
    }
    networks = {name: full(name) for v in VARIANTS for name in [f"efficientnet_{v}", f"tf_efficientnet_{v}"]}
    for found in cases.values():
        found["gradients"] = {name: {k: rounded(v) for k, v in g.items()} for name, g in found["gradients"].items()}
        for key in ["evaluated", "trained"]:
            found[key] = rounded(found[key])
        found["statistics"] = {name: rounded(values) for name, values in found["statistics"].items()}
        for stage in found["stages"]:
            stage["samples"] = rounded(stage["samples"])
    for found in networks.values():
        found["features"] = rounded(found["features"])
    versions = {"torch": torch.__version__, "timm": timm.__version__}
    write("backbones/fixtures/efficientNet.json", {"versions": versions, "cases": cases, "networks": networks})


if __name__ == "__main__":
    main()
