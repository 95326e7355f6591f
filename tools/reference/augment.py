"""Crops, colour changes and blur by torchvision, on small pictures in float64."""

import numpy as np
import torch
import torch.nn.functional as F
import torchvision.transforms.functional as TF

from fixture import given, rounded, write

rng = np.random.default_rng(4)
nhwc = lambda x: rounded(x.permute(0, 2, 3, 1).numpy())
nchw = lambda x: torch.tensor(x).permute(0, 3, 1, 2).double()

crops = []
for channels, side, size in [(3, 12, 8), (1, 9, 6), (1, 8, 8)]:
    pixels = rng.integers(0, 256, size=(6, side, side, channels))
    x = nchw(pixels)
    cases = [  # top, left, height, width, mirrored, upside down
        (0, 0, side, side, False, False), (2, 1, 5, 7, False, False), (side - 4, side - 3, 4, 3, False, False),
        (1, 2, 6, 4, True, False), (0, 3, 3, 5, True, True), (1, 0, side - 1, side - 1, True, False),
    ]
    outputs, boxes = [], []
    for n, (top, left, height, width, mirrored, upside_down) in enumerate(cases):
        # Sample positions of interpolate(align_corners=False), in the whole picture: true pixels beyond the crop's rim.
        centres = (torch.arange(size).double() + 0.5) / size
        rows, columns = (top + centres * height) / side * 2 - 1, (left + centres * width) / side * 2 - 1
        grid = torch.stack(torch.meshgrid(rows, columns, indexing="ij")[::-1], dim=-1)[None]
        out = F.grid_sample(x[n : n + 1], grid, mode="bilinear", padding_mode="border", align_corners=False)
        if height >= size and width >= size:  # a crop that is not enlarged: the same as cutting first
            cut = x[n : n + 1, :, top : top + height, left : left + width]
            cut = F.interpolate(cut, size=(size, size), mode="bilinear", align_corners=False)
            assert torch.allclose(out, cut, atol=1e-9)
        out = TF.hflip(out) if mirrored else out
        outputs.append(TF.vflip(out) if upside_down else out)
        rows, columns = [top / side, (top + height) / side], [left / side, (left + width) / side]
        y, xx = (rows[::-1] if upside_down else rows), (columns[::-1] if mirrored else columns)
        boxes.append([y[0], xx[0], y[1], xx[1]])
    crops.append({"pixels": rounded(pixels), "boxes": rounded(boxes), "size": size, "result": nhwc(torch.cat(outputs))})
write("augment/fixtures/crop.json", crops)

colour = []
for channels in [3, 1]:
    x_np = given(rng.uniform(size=(4, 5, 5, channels)))
    x_np[0, 0, 0] = 0.0
    x_np[0, 0, 1] = 1.0
    x_np[1, 1, 1] = 0.5
    x = nchw(x_np)
    factors = {
        "brightness": [0.6, 1.0, 1.4, 0.2], "contrast": [0.6, 1.0, 1.4, 0.0], "saturation": [0.6, 1.0, 1.6, 0.0],
        "hue": [-0.1, 0.0, 0.1, 0.5], "grey": [1.0, 0.0, 1.0, 0.0],
    }
    each = lambda f, name: nhwc(torch.cat([f(x[n : n + 1], v) for n, v in enumerate(factors[name])]))
    colour.append({
        "x": rounded(x_np), "factors": factors,
        "brightness": each(TF.adjust_brightness, "brightness"), "contrast": each(TF.adjust_contrast, "contrast"),
        "saturation": each(TF.adjust_saturation, "saturation"), "hue": each(TF.adjust_hue, "hue"),
        "grey": each(lambda p, v: TF.rgb_to_grayscale(p, channels) if v and channels == 3 else p, "grey"),
    })
write("augment/fixtures/colour.json", colour)

blur = []
for channels, radius in [(3, 2), (1, 3)]:
    x_np = given(rng.uniform(size=(3, 8, 8, channels)))
    sigmas = [0.3, 1.1, 2.0]
    out = [TF.gaussian_blur(nchw(x_np)[n : n + 1], [2 * radius + 1] * 2, [s, s]) for n, s in enumerate(sigmas)]
    blur.append({"x": rounded(x_np), "radius": radius, "sigmas": sigmas, "result": nhwc(torch.cat(out))})
write("augment/fixtures/blur.json", blur)
