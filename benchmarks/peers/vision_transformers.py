"""Vision transformers of the benchmark in PyTorch, on timm's blocks."""

import functools

import numpy as np
import torch
from timm.models.vision_transformer import Block
from torch import nn
from torch.nn import functional as F


layer_norm = functools.partial(nn.LayerNorm, eps=1e-6)


def transformer_blocks(width: int, depth: int, heads: int) -> nn.ModuleList:
    # timm's attention is F.scaled_dot_product_attention.
    return nn.ModuleList([Block(width, heads, 4, qkv_bias=True, norm_layer=layer_norm) for _ in range(depth)])


class Mae(nn.Module):
    """The authors' models_mae.py on timm's blocks."""

    def __init__(self, size: int, patch: int, encoder: dict, decoder: dict, mask_ratio: float):
        super().__init__()
        self.patch, self.grid = patch, size // patch
        self.length = self.grid**2
        self.keep = int(self.length * (1 - mask_ratio))
        width, inner = encoder["width"], decoder["width"]
        self.cls_token = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.pos_embed = nn.Parameter(torch.randn(1, self.length + 1, width) * 0.02)
        self.patch_embed = nn.Conv2d(3, width, patch, patch)
        self.blocks = transformer_blocks(**encoder)
        self.norm = layer_norm(width)
        self.decoder_embed = nn.Linear(width, inner)
        self.mask_token = nn.Parameter(torch.randn(1, 1, inner) * 0.02)
        self.register_buffer("positions", torch.from_numpy(sine_cosine_positions(inner, self.grid)))
        self.decoder_blocks = transformer_blocks(**decoder)
        self.decoder_norm = layer_norm(inner)
        self.decoder_pred = nn.Linear(inner, patch * patch * 3)

    def forward(self, images, noise):
        x = self.patch_embed(images).flatten(2).transpose(1, 2) + self.pos_embed[:, 1:]
        shuffle = torch.argsort(noise, dim=1)
        restore = torch.argsort(shuffle, dim=1)
        x = torch.gather(x, 1, shuffle[:, : self.keep, None].expand(-1, -1, x.shape[2]))
        mask = (restore >= self.keep).to(torch.float32)
        x = torch.cat([(self.cls_token + self.pos_embed[:, :1]).expand(len(x), -1, -1), x], dim=1)
        for block in self.blocks:
            x = block(x)
        x = self.decoder_embed(self.norm(x))
        tokens = self.mask_token.to(x.dtype).expand(len(x), self.length - self.keep, -1)
        filled = torch.cat([x[:, 1:], tokens], dim=1)
        filled = torch.gather(filled, 1, restore[:, :, None].expand(-1, -1, x.shape[2]))
        x = torch.cat([x[:, :1], filled], dim=1) + self.positions
        for block in self.decoder_blocks:
            x = block(x)
        prediction = self.decoder_pred(self.decoder_norm(x))[:, 1:].float()
        target = self.patchify(images)
        target = (target - target.mean(-1, keepdim=True)) / (target.var(-1, keepdim=True) + 1e-6) ** 0.5
        error = ((prediction - target) ** 2).mean(-1)
        return (error * mask).sum() / mask.sum()

    def patchify(self, images):
        n, grid, patch = len(images), self.grid, self.patch
        cut = images.reshape(n, 3, grid, patch, grid, patch)
        return torch.einsum("nchpwq->nhwpqc", cut).reshape(n, self.length, -1)


def sine_cosine_positions(width: int, grid: int) -> np.ndarray:
    """get_2d_sincos_pos_embed of the authors' util/pos_embed.py."""
    omega = 1.0 / 10000 ** (np.arange(width // 4, dtype=float) / (width / 4.0))
    columns, rows = np.meshgrid(np.arange(grid, dtype=float), np.arange(grid, dtype=float))
    angles = [np.outer(places.reshape(-1), omega) for places in (columns, rows)]
    both = np.concatenate([f(angle) for angle in angles for f in (np.sin, np.cos)], axis=1)
    return np.concatenate([np.zeros([1, width]), both], axis=0)[None].astype(np.float32)


class MultiCropVit(nn.Module):
    """
    A vision transformer for crops of two sizes with a projection onto prototypes. Half-size crops take the position
    embeddings of each two by two patches' mean.
    """

    def __init__(self, size: int, patch: int, encoder: dict, head: dict):
        super().__init__()
        self.grid, self.patch = size // patch, patch
        width = encoder["width"]
        self.cls_token = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.pos_embed = nn.Parameter(torch.randn(1, self.grid**2 + 1, width) * 0.02)
        self.patch_embed = nn.Conv2d(3, width, patch, patch)
        self.blocks = transformer_blocks(**encoder)
        self.norm = layer_norm(width)
        self.mlp = nn.Sequential(nn.Linear(width, head["hidden"]), nn.GELU(), nn.Linear(head["hidden"], head["bottleneck"]))
        self.prototypes = nn.Linear(head["bottleneck"], head["prototypes"], bias=False)

    def forward(self, crops):
        x = self.patch_embed(crops)
        positions = self.pos_embed[:, 1:]
        if x.shape[2] != self.grid:
            map_ = positions.transpose(1, 2).reshape(1, -1, self.grid, self.grid)
            positions = F.avg_pool2d(map_, 2).flatten(2).transpose(1, 2)
        x = x.flatten(2).transpose(1, 2) + positions
        x = torch.cat([(self.cls_token + self.pos_embed[:, :1]).expand(len(x), -1, -1), x], dim=1)
        for block in self.blocks:
            x = block(x)
        z = self.mlp(self.norm(x[:, 0]))
        return self.prototypes(F.normalize(z.float(), dim=1))
