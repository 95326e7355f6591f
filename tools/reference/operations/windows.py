"""Convolutions and pools."""

import torch
import torch.nn.functional as F

from operations.case import case, draw, nchw, nhwc


def conv(stride: int, padding: int, kernel: int, side: int, dilation: int = 1, groups: int = 1) -> dict:
    def forward(x, w):
        options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        return nhwc(F.conv2d(nchw(x), w.permute(3, 2, 0, 1), **options))

    inputs = {"x": draw(2, side, side, 2 * groups), "w": draw(kernel, kernel, 2, 3 * groups)}
    return case(forward, inputs, stride=stride, padding=padding, dilation=dilation, groups=groups)


def depthwise(stride: int, padding: int, dilation: int) -> dict:
    def forward(x, w):
        filters = w.permute(2, 3, 0, 1).flatten(0, 1)[:, None]  # [C * M, 1, kernel, kernel]
        return nhwc(F.conv2d(nchw(x), filters, stride=stride, padding=padding, dilation=dilation, groups=3))

    inputs = {"x": draw(2, 6, 5, 3), "w": draw(3, 3, 3, 2)}
    return case(forward, inputs, stride=stride, padding=padding, dilation=dilation)


def max_pool(size: int, stride: int, padding: int, side: int) -> dict:
    def forward(x):
        return nhwc(F.max_pool2d(nchw(x), size, stride, padding))

    # All below 0, since then a padding of 0 would win; all apart, since finite differences want no ties.
    count = 2 * side * side * 2
    x = -1 - torch.randperm(count).double().reshape(2, side, side, 2) / 16
    return case(forward, {"x": x}, size=size, stride=stride, padding=padding)


def avg_pool(size: int, stride: int, padding: int, counts_padding: bool) -> dict:
    def forward(x):
        return nhwc(F.avg_pool2d(nchw(x), size, stride, padding, count_include_pad=counts_padding))

    return case(forward, {"x": draw(2, 6, 5, 2)}, size=size, stride=stride, padding=padding, countsPadding=counts_padding)


def make() -> dict:
    return {
        "conv2d": [
            *[conv(1, 1, 3, 5), conv(2, 1, 3, 6), conv(2, 3, 7, 8), conv(2, 0, 1, 5), conv(1, 2, 3, 4), conv(3, 1, 3, 7)],
            *[conv(1, 2, 3, 5, dilation=2), conv(2, 1, 3, 7, dilation=2), conv(2, 1, 3, 5, groups=2)],
            conv(1, 2, 3, 5, dilation=2, groups=2),
        ],
        "depthwiseConv2d": [depthwise(1, 1, 1), depthwise(2, 1, 1), depthwise(1, 0, 1), depthwise(1, 2, 2)],
        "maxPool": [max_pool(3, 2, 1, 6), max_pool(3, 2, 1, 7), max_pool(2, 2, 0, 6)],
        "avgPool": [avg_pool(2, 2, 0, True), avg_pool(3, 2, 1, True), avg_pool(3, 2, 1, False)],
    }
