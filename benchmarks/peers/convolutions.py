"""Convolution networks of the benchmark in PyTorch, torchvision's own where it has them."""

import torch
from torch import nn
from torch.nn import functional as F


class ResnetWithProjector(nn.Module):
    """ResNet-18 and SimCLR's projector; both views pass as one batch."""

    def __init__(self):
        import torchvision

        super().__init__()
        self.backbone = torchvision.models.resnet18()
        self.backbone.fc = nn.Identity()
        hidden = [nn.Linear(512, 512, bias=False), nn.BatchNorm1d(512), nn.ReLU(inplace=True)]
        self.projector = nn.Sequential(*hidden, nn.Linear(512, 128))

    def forward(self, views):
        return self.projector(self.backbone(views))


def resnet50(classes: int) -> nn.Module:
    import torchvision

    return torchvision.models.resnet50(num_classes=classes)


class Unet(nn.Module):
    """Two 3 x 3 convolutions a level, max pooling down, bilinear up, skips by concatenation."""

    def __init__(self, widths: list[int], classes: int):
        super().__init__()
        self.down = nn.ModuleList([double(a, b) for a, b in zip([3, *widths], widths)])
        reversed_widths = widths[::-1]
        self.up = nn.ModuleList([double(a + b, b) for a, b in zip(reversed_widths, reversed_widths[1:])])
        self.classify = nn.Conv2d(widths[0], classes, 1, bias=False)

    def forward(self, x):
        skips = []
        for level, block in enumerate(self.down):
            x = block(F.max_pool2d(x, 2) if level else x)
            skips.append(x)
        for block, skip in zip(self.up, skips[-2::-1]):
            x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)
            x = block(torch.cat([x, skip], dim=1))
        return self.classify(x)


def double(inputs: int, outputs: int) -> nn.Sequential:
    parts = []
    for channels in (inputs, outputs):
        parts += [nn.Conv2d(channels, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]
    return nn.Sequential(*parts)
