"""Gathering, scattering, sorting and running sums."""

import torch

from operations.case import case, draw


def gather(axis: int, *index_shape: int) -> dict:
    """Numbers repeat, and some never come."""
    x = draw(3, 4, 2)
    indices = torch.randint(0, x.shape[axis], index_shape)

    def forward(x, indices):
        found = x.index_select(axis, indices.reshape(-1))
        return found.unflatten(axis, index_shape)

    return case(forward, {"x": x}, {"indices": indices}, axis=axis)


def cumsum(axis: int, exclusive: bool, reverse: bool) -> dict:
    def forward(x):
        y = x.flip(axis) if reverse else x
        sums = y.cumsum(axis)
        sums = sums - y if exclusive else sums
        return sums.flip(axis) if reverse else sums

    return case(forward, {"x": draw(2, 3, 4)}, axis=axis, exclusive=exclusive, reverse=reverse)


def make() -> dict:
    keep = torch.tensor([[3, 0, 3], [1, 4, 2]])
    # All apart, since finite differences want no ties.
    distinct = torch.randperm(24).double().reshape(2, 2, 6) / 4
    return {
        "gather": [gather(0, 5), gather(1, 2, 3), gather(2, 4)],
        "gatherTokens": case(
            lambda x, keep: x.gather(1, keep[:, :, None].expand(-1, -1, 4)), {"x": draw(2, 5, 4)}, {"keep": keep}
        ),
        "segmentSum": case(
            lambda x, segment: torch.zeros(5, 3, dtype=torch.float64).index_add(0, segment, x),
            {"x": draw(4, 3)},
            {"segment": torch.tensor([4, 0, 4, 1])},
        ),
        "scatterAdd": case(
            lambda x, updates, index: x.index_add(0, index, updates),
            {"x": draw(5, 3), "updates": draw(4, 3)},
            {"index": torch.tensor([4, 0, 4, 1])},
        ),
        "topK": case(lambda x: x.topk(3, -1).values, {"x": distinct}),
        "cumsum": [cumsum(-1, False, False), cumsum(0, True, False), cumsum(1, False, True), cumsum(2, True, True)],
    }
