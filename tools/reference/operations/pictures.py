"""Pictures and maps in other sizes, and boxes out of them."""

import torch
import torch.nn.functional as F
import torchvision

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


def resize(mode: str, height: int, width: int) -> dict:
    torch_mode = {"bilinear": "bilinear", "nearest": "nearest-exact"}[mode]

    def forward(x):
        return nhwc(F.interpolate(nchw(x), (height, width), mode=torch_mode))

    return case(forward, {"x": draw(2, 4, 5, 2)}, mode=mode)


def roi_align(rows: int, columns: int, sampling_ratio: int, spatial_scale: float, aligned: bool) -> dict:
    """Boxes (left, top, right, bottom) inside, over each edge, far outside, and thinner than a pixel of the map."""
    boxes = torch.tensor(
        [[0, 0, 10, 12], [2.5, 3.25, 7.5, 9.5], [-6, -5, 4, 3], [6, 8, 15, 17], [30, 30, 40, 40], [3, 3, 3.5, 3.25]]
    ).double()
    pictures = torch.tensor([0, 1, 1, 0, 1, 0])

    def forward(x, boxes, pictures):
        rois = torch.cat([pictures[:, None].double(), boxes], 1)
        return nhwc(torchvision.ops.roi_align(nchw(x), rois, (rows, columns), spatial_scale, sampling_ratio, aligned))

    options = {"samplingRatio": sampling_ratio, "spatialScale": spatial_scale, "aligned": aligned}
    return case(forward, {"x": draw(2, 6, 5, 2)}, {"boxes": boxes, "pictures": pictures}, **options)


def make() -> dict:
    sizes = [(8, 10), (7, 3), (2, 2)]
    return {
        "cropAndResize": [crop(4, 4), crop(9, 7), crop(1, 1)],
        "resize": [resize(mode, *size) for mode in ("bilinear", "nearest") for size in sizes],
        "roiAlign": [roi_align(2, 2, 2, 0.5, True), roi_align(3, 2, 2, 0.5, False), roi_align(1, 2, 1, 0.25, True)],
    }
