"""Names and shapes of published checkpoints -> apps/trainer/src/weights/fixtures/names.json

torchvision's, timm's and Keras's networks, and the authors' own code of self-supervised methods, built at a depth of two where it
is a parameter. The authors' code is not on the package index; `ASSAY_AUTHORS` names a folder with clones:

    git clone https://github.com/facebookresearch/moco-v3 && git -C moco-v3 checkout c349e6e24f40d3fedb22d973f92defa4cedf37a7
    git clone https://github.com/facebookresearch/mae && git -C mae checkout efb2a8062c206524e35e47d04501ed4f544c0ae8
    git clone https://github.com/facebookresearch/dino && git -C dino checkout 7c446df5b9f45747937fb0d72314eb9f7b66930a
    pip download --no-deps efficientnet-lite-pytorch==0.1.0 && unzip efficientnet_lite_pytorch-0.1.0-py3-none-any.whl
"""

import base64
import functools
import gzip
import importlib
import json
import os
import pathlib
import sys
import types

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import timm
import torch
import torchvision

FIXTURE = pathlib.Path(__file__).parents[2] / "apps/trainer/src/weights/fixtures/names.json"


def authors(folder, module):
    """A module of somebody's clone; one clone at a time, since some have modules of one name."""
    sys.path.insert(0, str(pathlib.Path(os.environ["ASSAY_AUTHORS"]) / folder))
    try:
        return importlib.import_module(module)
    finally:
        sys.path.pop(0)


def age():
    """Names of the libraries that the authors' code was written against."""
    helpers = types.ModuleType("timm.models.layers.helpers")
    helpers.to_2tuple = lambda value: value if isinstance(value, tuple) else (value, value)
    layers = types.ModuleType("timm.models.layers")
    layers.PatchEmbed = timm.layers.PatchEmbed
    sys.modules["timm.models.layers"], sys.modules["timm.models.layers.helpers"] = layers, helpers
    timm.models.vision_transformer._cfg = lambda **_: {}
    np.float = float


def moco_vit(depth=2):
    vits, builder = authors("moco-v3", "vits"), authors("moco-v3", "moco.builder")
    # Its vision transformer says what timm has renamed since.
    vits.VisionTransformerMoCo.num_tokens = property(lambda _: 1, lambda _self, _value: None)
    norm = functools.partial(torch.nn.LayerNorm, eps=1e-6)

    def encoder(num_classes):
        return vits.VisionTransformerMoCo(
            patch_size=16, embed_dim=384, depth=depth, num_heads=12, mlp_ratio=4, qkv_bias=True, norm_layer=norm, num_classes=num_classes
        )

    return builder.MoCo_ViT(encoder, 256, 4096, 1.0)


def moco_resnet():
    return authors("moco-v3", "moco.builder").MoCo_ResNet(lambda num_classes: torchvision.models.resnet18(num_classes=num_classes), 256, 4096, 1.0)


def mae(depth=2):
    norm = functools.partial(torch.nn.LayerNorm, eps=1e-6)
    models = authors("mae", "models_mae")
    block = models.Block
    # An option that timm has dropped.
    models.Block = lambda *arguments, qk_scale=None, **options: block(*arguments, **options)
    return models.MaskedAutoencoderViT(embed_dim=192, depth=depth, num_heads=3, decoder_embed_dim=64, decoder_depth=1, decoder_num_heads=2, norm_layer=norm)


def dino(depth=2):
    sys.modules.pop("utils", None)
    transformer = authors("dino", "vision_transformer")
    norm = functools.partial(torch.nn.LayerNorm, eps=1e-6)
    network = transformer.VisionTransformer(patch_size=16, embed_dim=384, depth=depth, num_heads=6, qkv_bias=True, norm_layer=norm)
    head = transformer.DINOHead(384, 64, nlayers=3, hidden_dim=32, bottleneck_dim=16)
    return network, head


def prefixed(prefix, tensors):
    return {f"{prefix}{name}": value for name, value in tensors.items()}


def lite0():
    model = authors("", "efficientnet_lite_pytorch.model")
    return model.EfficientNet.from_name("efficientnet-lite0")


def keras_application(name):
    """Names as our reader gives them, `layer/variable`, with Keras's shapes."""
    model = getattr(keras.applications, name)(weights=None)
    return {weight.path.replace("depthwise_kernel", "kernel"): weight.value for weight in model.weights if "seed" not in weight.path}


def checkpoints():
    age()
    network, head = dino()
    return {
        "torchvision resnet18": torchvision.models.resnet18().state_dict(),
        "torchvision resnet50": torchvision.models.resnet50().state_dict(),
        "timm resnet18": timm.create_model("resnet18").state_dict(),
        "timm vit": timm.create_model("vit_tiny_patch16_224", depth=2).state_dict(),
        "timm vit mean": timm.create_model("vit_tiny_patch16_224", depth=2, class_token=True, global_pool="avg").state_dict(),
        "timm efficientnet_b0": timm.create_model("efficientnet_b0").state_dict(),
        "timm efficientnet_lite0": timm.create_model("efficientnet_lite0").state_dict(),
        "efficientnet-lite-pytorch lite0": lite0().state_dict(),
        "dino vit": network.state_dict(),
        "dino teacher": {**prefixed("backbone.", network.state_dict()), **prefixed("head.", head.state_dict())},
        "moco-v3 vit": prefixed("module.", moco_vit().state_dict()),
        "moco-v3 resnet": prefixed("module.", moco_resnet().state_dict()),
        "mae": mae().state_dict(),
        "keras EfficientNetB0": keras_application("EfficientNetB0"),
        "keras EfficientNetB1": keras_application("EfficientNetB1"),
        "keras ResNet50": keras_application("ResNet50"),
    }


def main() -> None:
    if "ASSAY_AUTHORS" not in os.environ:
        print(f"left as it is: ASSAY_AUTHORS names no folder of clones\n{__doc__}")
        return
    fixture = {
        key: " ".join(f"{name}:{'x'.join(map(str, value.shape))}" for name, value in tensors.items())
        for key, tensors in checkpoints().items()
    }
    packed = base64.b64encode(gzip.compress(json.dumps(fixture).encode(), mtime=0)).decode()
    FIXTURE.parent.mkdir(parents=True, exist_ok=True)
    FIXTURE.write_text(json.dumps({"torch": torch.__version__, "timm": timm.__version__, "names": packed}, indent=0) + "\n")
    print(FIXTURE, FIXTURE.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
