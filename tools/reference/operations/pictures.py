"""Pictures and maps in other sizes, and boxes out of them."""

import torch
import torch.nn.functional as F

from operations.case import case, draw, nchw, nhwc, plain


def crop(height: int, width: int) -> dict:
    """Bilinear samples at (i + 0.5) / n of the box, edges repeated: grid_sample without aligned corners."""

    def forward(x, boxes, pictures):
        parts = []
        for (top, left, bottom, right), picture in zip(boxes.tolist(), pictures.tolist()):
            y = top + (torch.arange(height).double() + 0.5) / height * (bottom - top)
            x_ = left + (torch.arange(width).double() + 0.5) / width * (right - left)
            grid = torch.stack([x_[None].expand(height, width), y[:, None].expand(height, width)], -1) * 2 - 1
            source = nchw(x)[picture : picture + 1]
            parts.append(nhwc(F.grid_sample(source, grid[None], padding_mode="border", align_corners=False))[0])
        return torch.stack(parts)

    x = draw(2, 6, 5, 2)
    boxes = torch.tensor([[0, 0, 1, 1], [0.125, 0.25, 0.75, 0.875], [0.5, 1.0, 1.0, 0.25], [0, 0, 0.25, 0.25]]).double()
    whole = nhwc(F.interpolate(nchw(x), (height, width), mode="bilinear", align_corners=False))
    fixed = {"boxes": boxes, "pictures": torch.tensor([0, 1, 1, 0])}
    return case(forward, {"x": x}, fixed, interpolated=plain(whole))


def make() -> dict:
    return {"cropAndResize": [crop(4, 4), crop(9, 7), crop(1, 1)]}
