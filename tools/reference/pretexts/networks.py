"""Networks, with the names that the other side gives."""

import timm
import torch
import torchvision
from torch import nn
from torch.nn import functional as F


class Resnet(nn.Module):
    """torchvision's ResNet of one basic block a stage, four channels wide, with the small stem."""

    def __init__(self, channels, width=4):
        super().__init__()
        block = torchvision.models.resnet.BasicBlock
        self.conv1 = nn.Conv2d(channels, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        inputs = width
        for stage in range(4):
            outputs, stride = width * 2**stage, 1 if stage == 0 else 2
            around = None
            if stage > 0:
                around = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
            self.add_module(f"layer{stage + 1}", nn.Sequential(block(inputs, outputs, stride, around)))
            inputs = outputs
        self.width = inputs

    def stage(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        for stage in range(4):
            x = getattr(self, f"layer{stage + 1}")(x)
        return x

    def features(self, x):
        return self.stage(x).mean((2, 3))


class Vit(nn.Module):
    """timm's vision transformer; pictures of another size have its positions interpolated."""

    def __init__(self, channels, side, patch=4, width=16):
        super().__init__()
        self.net = timm.models.VisionTransformer(
            img_size=side, patch_size=patch, in_chans=channels, embed_dim=width, depth=1, num_heads=2, num_classes=0
        )
        self.width, self.grid = width, side // patch

    def tokens(self, x):
        net = self.net
        x = net.patch_embed.proj(x)
        grid = x.shape[-1]
        places = net.pos_embed[:, 1:]
        if grid != self.grid:
            maps = places.reshape(1, self.grid, self.grid, -1).permute(0, 3, 1, 2)
            places = F.interpolate(maps, size=(grid, grid), mode="bicubic", align_corners=False).flatten(2).transpose(1, 2)
        x = x.flatten(2).transpose(1, 2) + places
        first = (net.cls_token + net.pos_embed[:, :1]).expand(len(x), -1, -1)
        return net.norm(net.blocks(torch.cat([first, x], 1))), grid

    def stage(self, x):
        tokens, grid = self.tokens(x)
        return tokens[:, 1:].transpose(1, 2).reshape(len(x), -1, grid, grid)

    def features(self, x):
        return self.tokens(x)[0][:, 0]


class Mlp(nn.Module):
    def __init__(self, widths):
        super().__init__()
        self.layers = nn.ModuleList()
        for i, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
            layer = nn.Module()
            is_last = i == len(widths) - 2
            layer.linear = nn.Linear(inputs, outputs, bias=is_last)
            if not is_last:
                layer.norm = nn.BatchNorm2d(outputs)
            self.layers.append(layer)

    def forward(self, x):
        for layer in self.layers:
            x = layer.linear(x)
            if hasattr(layer, "norm"):
                x = F.relu(layer.norm(x[:, :, None, None])[:, :, 0, 0])
        return x


class Decoder(nn.Module):
    def __init__(self, start, inputs, side, outputs, width, kernel=3):
        super().__init__()
        self.layers, self.sides = nn.ModuleList(), []
        while True:
            start = min(2 * start, side)
            layer = nn.Module()
            now = max(min(16, width), width // 2 ** len(self.sides))
            layer.conv = nn.Conv2d(inputs, now, 3, 1, 1, bias=False)
            layer.norm = nn.BatchNorm2d(now)
            self.layers.append(layer)
            self.sides.append(start)
            inputs = now
            if start == side:
                break
        self.output = nn.Conv2d(inputs, outputs, kernel, 1, kernel // 2)

    def forward(self, x):
        for layer, side in zip(self.layers, self.sides):
            if x.shape[-1] != side:
                x = F.interpolate(x, size=(side, side), mode="nearest-exact")
            x = F.relu(layer.norm(layer.conv(x)))
        return self.output(x)


class Channelwise(nn.Module):
    """Each channel by a fully-connected layer of its own over all places, written out."""

    def __init__(self, side, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(channels, side * side, side * side))
        self.conv = nn.Conv2d(channels, channels, 1, bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x):
        mixed = [x[:, c].flatten(1) @ self.weight[c] for c in range(x.shape[1])]
        return F.relu(self.norm(self.conv(torch.stack(mixed, 1).reshape(x.shape))))


class Discriminator(nn.Module):
    """`netD` of the authors' train.lua, which is DCGAN's."""

    def __init__(self, side, channels, width):
        super().__init__()
        self.layers = nn.ModuleList()
        while side > 4:
            layer, outputs = nn.Module(), width * min(8, 2 ** len(self.layers))
            layer.conv = nn.Conv2d(channels, outputs, 4, 2, 1, bias=False)
            if len(self.layers) > 0:
                layer.norm = nn.BatchNorm2d(outputs, track_running_stats=False)
            self.layers.append(layer)
            side, channels = side // 2, outputs
        self.output = nn.Linear(side * side * channels, 1)

    def forward(self, x):
        for layer in self.layers:
            x = layer.conv(x)
            if hasattr(layer, "norm"):
                x = layer.norm(x)
            x = F.leaky_relu(x, 0.2)
        # The other side lays maps out with the channels last.
        return self.output(x.permute(0, 2, 3, 1).flatten(1))[:, 0]
