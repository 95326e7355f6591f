"""
Pretext tasks and generative methods in PyTorch -> libs/ssl-core/src/methods/fixtures/pretext.json, and colours as
scikit-image and scikit-learn see them -> libs/ssl-core/src/colour/fixtures/colour.json

The authors' code is Caffe (relative position, jigsaw, colourisation), Torch 7 (context encoder), Theano of 2008 (denoising)
or tied to its data loaders (RotNet): nothing of it can be run here as it is. So the steps are derived again from the papers,
on torchvision's residual block and timm's transformer; what is quoted from the authors' sources is said beside it. Weights
are filled as in backbones.py.
"""

import timm
import torch
import torchvision

from fixture import write
from pretexts.colours import colours
from pretexts.painting import colourisation, denoising, inpainting
from pretexts.patches import aberration, jigsaw, relative_position, rotation


def main():
    colours()
    cases = [
        rotation("resnet"), rotation("vit"),
        relative_position("resnet", "none", True), relative_position("vit", "project", False),
        jigsaw("resnet"), jigsaw("vit"),
        denoising("resnet"), denoising("vit"),
        inpainting("resnet", "central"), inpainting("vit", "blocks"),
        colourisation("resnet", "colour"), colourisation("vit", "colour"), colourisation("resnet", "intensity"),
    ]
    versions = {"torch": torch.__version__, "torchvision": torchvision.__version__, "timm": timm.__version__}
    write("methods/fixtures/pretext.json", {"versions": versions, "cases": cases, "aberration": aberration()})


if __name__ == "__main__":
    main()
