"""Activations, normalisations, products and losses."""

import torch
import torch.nn.functional as F

from operations.case import case, draw, nchw, nhwc, plain


def batch_norm() -> dict:
    mean, variance = torch.zeros(3, dtype=torch.float64), torch.ones(3, dtype=torch.float64)

    def forward(x, scale, offset):
        # Momentum 1: the running statistics become this batch's.
        return nhwc(F.batch_norm(nchw(x), mean, variance, scale, offset, training=True, momentum=1.0, eps=1e-5))

    found = case(forward, {"x": draw(2, 3, 4, 3), "scale": draw(3), "offset": draw(3)})
    return {**found, "mean": plain(mean), "variance": plain(variance)}


def soft_targets(rows: int, classes: int) -> torch.Tensor:
    """Exact in float32, each row's sum exactly 1."""
    targets = torch.softmax(draw(rows, classes), 1)
    targets = (targets * 4096).floor() / 4096
    targets[:, 0] += 1 - targets.sum(1)
    return targets


def make() -> dict:
    return {
        # Away from the corner at 0, where a difference sees both slopes.
        "relu": case(F.relu, {"input": draw(3, 7).sign() * (draw(3, 7).abs() + 0.125)}),
        "gelu": case(F.gelu, {"input": draw(3, 7) * 2}),
        "layerNorm": case(
            lambda x, scale, offset: F.layer_norm(x, (6,), scale, offset, eps=1e-6),
            {"x": draw(2, 3, 6), "scale": draw(6), "offset": draw(6)},
        ),
        "linear": case(lambda x, w, b: F.linear(x, w.T, b), {"x": draw(2, 3, 4), "w": draw(4, 5), "b": draw(5)}),
        "batchNorm": batch_norm(),
        "softmaxCrossEntropy": case(
            lambda logits, targets: F.cross_entropy(logits, targets, reduction="none"),
            {"logits": draw(4, 5) * 3},
            {"targets": soft_targets(4, 5)},
        ),
    }
