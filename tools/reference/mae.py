"""One masked autoencoder end to end (timm's blocks, the authors' forward), in float64: the loss and every gradient."""

import numpy as np
import torch
from timm.models.vision_transformer import Block

from fixture import given, rounded, write

rng = np.random.default_rng(5)
SIZE, PATCH, CHANNELS, WIDTH, HEADS, DECODER, DECODER_HEADS, RATIO = 12, 4, 1, 8, 2, 12, 3, 0.6
GRID = SIZE // PATCH
LENGTH = GRID * GRID


def positions_1d(width, places):
    omega = 1.0 / 10000 ** (np.arange(width // 2, dtype=float) / (width / 2.0))
    out = np.einsum("m,d->md", places.reshape(-1), omega)
    return np.concatenate([np.sin(out), np.cos(out)], axis=1)


def positions_2d(width, grid):
    """get_2d_sincos_pos_embed of the authors' util/pos_embed.py: the column goes first."""
    columns, rows = np.meshgrid(np.arange(grid, dtype=float), np.arange(grid, dtype=float))
    both = np.concatenate([positions_1d(width // 2, columns), positions_1d(width // 2, rows)], axis=1)
    return np.concatenate([np.zeros([1, width]), both], axis=0)[None]


class Mae(torch.nn.Module):
    def __init__(self):
        super().__init__()
        norm = lambda width, **options: torch.nn.LayerNorm(width, eps=1e-6, **options)
        self.cls_token = torch.nn.Parameter(torch.zeros(1, 1, WIDTH))
        self.pos_embed = torch.nn.Parameter(torch.zeros(1, LENGTH + 1, WIDTH))
        self.patch_embed = torch.nn.Module()
        self.patch_embed.proj = torch.nn.Conv2d(CHANNELS, WIDTH, PATCH, PATCH)
        self.blocks = torch.nn.ModuleList([Block(WIDTH, HEADS, 4, qkv_bias=True, norm_layer=norm)])
        self.norm = norm(WIDTH)
        self.decoder_embed = torch.nn.Linear(WIDTH, DECODER)
        self.mask_token = torch.nn.Parameter(torch.zeros(1, 1, DECODER))
        self.decoder_pos_embed = torch.nn.Parameter(torch.zeros(1, LENGTH + 1, DECODER), requires_grad=False)
        self.decoder_blocks = torch.nn.ModuleList([Block(DECODER, DECODER_HEADS, 4, qkv_bias=True, norm_layer=norm)])
        self.decoder_norm = norm(DECODER)
        self.decoder_pred = torch.nn.Linear(DECODER, PATCH * PATCH * CHANNELS)

    def forward(self, images, noise):
        x = self.patch_embed.proj(images).flatten(2).transpose(1, 2) + self.pos_embed[:, 1:]
        keep = int(LENGTH * (1 - RATIO))
        shuffle = torch.argsort(noise, dim=1)
        restore = torch.argsort(shuffle, dim=1)
        x = torch.gather(x, 1, shuffle[:, :keep, None].repeat(1, 1, WIDTH))
        mask = torch.ones(noise.shape, dtype=torch.float64)
        mask[:, :keep] = 0
        mask = torch.gather(mask, 1, restore)
        x = torch.cat([(self.cls_token + self.pos_embed[:, :1]).expand(len(x), -1, -1), x], dim=1)
        for block in self.blocks:
            x = block(x)
        x = self.decoder_embed(self.norm(x))
        tokens = self.mask_token.repeat(len(x), LENGTH + 1 - x.shape[1], 1)
        filled = torch.cat([x[:, 1:], tokens], dim=1)
        filled = torch.gather(filled, 1, restore[:, :, None].repeat(1, 1, DECODER))
        x = torch.cat([x[:, :1], filled], dim=1) + self.decoder_pos_embed
        for block in self.decoder_blocks:
            x = block(x)
        prediction = self.decoder_pred(self.decoder_norm(x))[:, 1:]
        n = len(images)
        target = images.reshape(n, CHANNELS, GRID, PATCH, GRID, PATCH)
        target = torch.einsum("nchpwq->nhwpqc", target).reshape(n, LENGTH, -1)
        target = (target - target.mean(-1, keepdim=True)) / (target.var(-1, keepdim=True) + 1.0e-6) ** 0.5
        loss = ((prediction - target) ** 2).mean(-1)
        return (loss * mask).sum() / mask.sum()


model = Mae().double()
with torch.no_grad():
    for name, parameter in model.named_parameters():
        values = given(rng.normal(size=tuple(parameter.shape)) * 0.3 + (1.0 if "norm" in name and "weight" in name else 0.0))
        parameter.copy_(torch.tensor(positions_2d(DECODER, GRID) if name == "decoder_pos_embed" else values))
images = given(rng.normal(size=(3, SIZE, SIZE, CHANNELS)))
noise = given(rng.uniform(size=(3, LENGTH)))
loss = model(torch.tensor(images).permute(0, 3, 1, 2), torch.tensor(noise))
loss.backward()
flat = lambda tensor: {"shape": list(tensor.shape), "data": rounded(tensor.detach().numpy().reshape(-1))}
write("methods/fixtures/mae.json", {
    "backbone": {"kind": "vit", "patch": PATCH, "width": WIDTH, "depth": 1, "heads": HEADS, "pool": "token"},
    "method": {"kind": "mae", "maskRatio": RATIO, "normalisePixels": True, "decoder": {"width": DECODER, "depth": 1, "heads": DECODER_HEADS}},
    "size": SIZE, "images": rounded(images), "noise": rounded(noise), "loss": rounded(loss.item()),
    "weights": {name: flat(parameter) for name, parameter in model.named_parameters()},
    "gradients": {name: flat(parameter.grad) for name, parameter in model.named_parameters() if parameter.requires_grad},
})
