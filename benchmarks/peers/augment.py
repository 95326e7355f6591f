"""
SimCLR's augmentation on a batch of tensors, every picture with its own numbers: crop and mirror by one sampling grid,
then brightness, contrast, saturation and hue. torchvision's transforms draw once a call, so a batch would take one call
a picture; this is faster.
"""

import math

import torch
from torch.nn import functional as F

LUMA = (0.2989, 0.587, 0.114)


def draw(count: int, side: int) -> dict[str, torch.Tensor]:
    """Numbers of one view: torchvision's RandomResizedCrop (scale 0.2 to 1) without its retries, flip, ColorJitter."""
    uniform = lambda low=0.0, high=1.0: torch.empty(count).uniform_(low, high)
    area = uniform(0.2, 1.0)
    ratio = uniform(math.log(3 / 4), math.log(4 / 3)).exp()
    width, height = (area * ratio).sqrt().clamp(max=1), (area / ratio).sqrt().clamp(max=1)
    flip = (uniform() < 0.5).float() * 2 - 1
    is_jittered = uniform() < 0.8
    factor = lambda: torch.where(is_jittered, uniform(0.6, 1.4), torch.ones(count))
    zeros = torch.zeros(count)
    centre_x, centre_y = (1 - width) * uniform(-1, 1), (1 - height) * uniform(-1, 1)
    theta = torch.stack([width * flip, zeros, centre_x, zeros, height, centre_y], dim=1).reshape(count, 2, 3)
    hue = torch.where(is_jittered, uniform(-0.1, 0.1), zeros)
    return {"theta": theta, "brightness": factor(), "contrast": factor(), "saturation": factor(), "hue": hue}


def augment(pixels, drawn, size: int):
    """pixels [N, 3, S, S] uint8 -> [N, 3, size, size], normalised."""
    each = lambda name: drawn[name].reshape(-1, 1, 1, 1)
    grid = F.affine_grid(drawn["theta"], [len(pixels), 3, size, size], align_corners=False)
    x = F.grid_sample(pixels.float() / 255, grid, mode="bilinear", padding_mode="border", align_corners=False)
    x = (x * each("brightness")).clamp(0, 1)
    x = blend(x, grey(x).mean((1, 2, 3), keepdim=True), each("contrast"))
    x = blend(x, grey(x), each("saturation"))
    x = turn_hue(x, each("hue"))
    return (x - 0.5) / 0.25


def grey(x):
    red, green, blue = x.unbind(1)
    return (LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue).unsqueeze(1)


def blend(x, other, factor):
    return (x * factor + other * (1 - factor)).clamp(0, 1)


def turn_hue(x, shift):
    value, chroma = x.amax(1, keepdim=True), x.amax(1, keepdim=True) - x.amin(1, keepdim=True)
    red, green, blue = x.split(1, dim=1)
    safe = torch.where(chroma > 0, chroma, torch.ones_like(chroma))
    beyond_red = torch.where(value == green, (blue - red) / safe + 2, (red - green) / safe + 4)
    turned = torch.where(value == red, (green - blue) / safe, beyond_red) + shift * 6
    offsets = torch.tensor([5.0, 3.0, 1.0]).reshape(1, 3, 1, 1)
    k = torch.remainder(turned + offsets, 6)
    return value - chroma * torch.minimum(k, 4 - k).clamp(0, 1)
