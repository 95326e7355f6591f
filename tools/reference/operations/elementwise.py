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


BINARIES = {
    "maximum": torch.maximum,
    "minimum": torch.minimum,
    "squaredDifference": lambda a, b: (a - b) ** 2,
    "divideOrZero": torch.div,
}


def binary(name: str) -> dict:
    """Both sides broadcast; far enough from ties and from 0 for finite differences."""
    b = draw(3, 1)
    b = b + b.sign()
    a = draw(2, 1, 4)
    while (a - b).abs().min() < 0.05:
        a = draw(2, 1, 4)
    return case(lambda a, b: BINARIES[name](a, b), {"a": a, "b": b}, operation=name)


def attention(queries: int, keys: int, width: int, scale: float | None = None) -> dict:
    inputs = {"q": draw(2, 1, queries, width), "k": draw(2, 1, keys, width), "v": draw(2, 1, keys, width)}
    extra = {} if scale is None else {"scale": scale}
    return case(lambda q, k, v: F.scaled_dot_product_attention(q, k, v, scale=scale), inputs, **extra)


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
        "sparseSoftmaxCrossEntropy": case(
            lambda logits, labels: F.cross_entropy(logits, labels, reduction="none"),
            {"logits": draw(4, 5) * 3},
            {"labels": torch.tensor([4, 0, 2, 2])},
        ),
        "silu": case(F.silu, {"input": draw(3, 7) * 2}),
        "softmax": case(lambda x: F.softmax(x, -1), {"x": draw(2, 2, 3, 4) * 2}),
        "logSoftmax": case(lambda x: F.log_softmax(x, -1), {"x": draw(2, 3, 4) * 2}),
        "logSumExp": case(lambda x: torch.logsumexp(x, -1), {"x": draw(2, 3, 4) * 2}),
        "normalise": case(lambda x: F.normalize(x, dim=-1), {"x": draw(2, 3, 4) * 2}),
        # Two rows below epsilon, one above.
        "normaliseShort": case(
            lambda x: F.normalize(x, dim=-1, eps=8), {"x": draw(3, 4) * torch.tensor([[1.0], [16.0], [0.5]])}
        ),
        "scaledDotProductAttention": [attention(3, 4, 4), attention(5, 9, 2, 0.5)],
        "broadcasting": [binary(name) for name in BINARIES],
    }
