"""Tasks with a label: turns, places, puzzles."""

import itertools

import numpy as np
import torch
from torch.nn import functional as F

from fixture import given, rounded
from pretexts.case import Case, classified
from pretexts.networks import Mlp


def rotation(kind):
    """Labels and turns as in the authors' dataloader.py: numpy's rot90."""
    width = 32 if kind == "resnet" else 16
    case = Case(f"rotation on {kind}", kind, 16, 1, 3, classifier=Mlp([width, 8, 4] if kind == "vit" else [width, 4]))
    turned = np.concatenate([np.rot90(case.x, turn, axes=(1, 2)) for turn in range(4)])
    logits = case.parts["classifier"](case.backbone.features(case.to_tensor(turned)))
    method = {"kind": "rotation", "hidden": [8] if kind == "vit" else []}
    return case.result(method, {}, classified(logits, np.repeat(np.arange(4), 3)))


def tile_boxes(corners, side, size):
    return given(np.array([[top, left, top + side, left + side] for top, left in corners]) / size)


def standardised(tiles):
    centred = tiles - tiles.mean((1, 2, 3), keepdims=True)
    return centred / np.sqrt((centred**2).mean((1, 2, 3), keepdims=True) + 1e-4)


def pixelated(tile, rows, columns):
    """To fewer pixels and back, bilinear, as `prep_image` of the authors' train.py does."""
    x = torch.from_numpy(np.ascontiguousarray(tile)).permute(2, 0, 1)[None]
    smaller = F.interpolate(x, size=(int(rows), int(columns)), mode="bilinear", align_corners=False)
    return F.interpolate(smaller, size=tile.shape[:2], mode="bilinear", align_corners=False)[0].permute(1, 2, 0).numpy()


def relative_position(kind, aberration, is_standardised):
    """Labels as the authors' `pos2lbl` from 0; projection as in section 3.1 of the paper."""
    size, side, pairs, batch = 32, 8, 3, 3
    width = 32 if kind == "resnet" else 16
    case = Case(f"relativePosition on {kind}", kind, size, 3, batch, classifier=Mlp([2 * width, 8, 8]))
    rng = np.random.default_rng(11)
    places = [(row, column) for row in range(3) for column in range(3) if (row, column) != (1, 1)]
    corners, labels, tiles = [], [], []
    for n in range(batch):
        chosen = rng.permutation(8)[:pairs]
        labels += list(chosen)
        for row, column in [(1, 1), *(places[label] for label in chosen)]:
            top, left = 1 + row * 10 + rng.integers(-1, 2), 1 + column * 10 + rng.integers(-1, 2)
            corners.append((top, left))
            tiles.append(case.x[n, top : top + side, left : left + side])
    tiles = np.array(tiles)
    # Some lose pixels; the matrix that does it is what the interpolation makes of the unit matrix.
    left = [side] * len(tiles) if kind == "resnet" else rng.integers(1, side + 1, len(tiles))
    tiles = np.stack([pixelated(tile, pixels, pixels) for tile, pixels in zip(tiles, left)])
    matrices = np.stack([pixelated(np.eye(side)[:, :, None], pixels, side)[:, :, 0] for pixels in left])
    if aberration == "project":
        axis = np.array([[-1.0, 2.0, -1.0]])
        tiles = tiles @ (np.eye(3) - axis.T @ axis / (axis @ axis.T))
    if is_standardised:
        tiles = standardised(tiles)
    features = case.backbone.features(case.to_tensor(tiles)).reshape(batch, 1 + pairs, -1)
    both = torch.cat([features[:, :1].expand(-1, pairs, -1), features[:, 1:]], 2).flatten(0, 1)
    method = {
        "kind": "relativePosition", "side": side, "gap": 0.25, "pairs": pairs, "hidden": [8],
        "aberration": aberration, "standardise": is_standardised, "pixelated": 0 if kind == "resnet" else 0.5,
    }
    inputs = {"boxes": tile_boxes(corners, side, size), "labels": np.array(labels)}
    if kind == "vit":
        inputs["matrices"] = given(matrices)
    return case.result(method, inputs, classified(case.parts["classifier"](both), np.array(labels)))


def greedy_permutations(count):
    """Algorithm 1 of the jigsaw paper from the order as it is, over all orders at once; of equals see permutations.ts."""
    everything = np.array(list(itertools.permutations(range(9))), dtype=np.int8)
    sums, least = np.zeros(len(everything), int), np.full(len(everything), 9)
    chosen = [0]
    while True:
        distance = (everything != everything[chosen[-1]]).sum(1)
        sums, least = sums + distance, np.minimum(least, distance)
        if len(chosen) == count:
            return everything[chosen].astype(int)
        score = np.where(least > 0, sums * 10 + least, -1)
        chosen.append(int(score.argmax()))


def jigsaw(kind):
    size, cell, side, batch, count = 24, 8, 4, 4, 6
    width = 32 if kind == "resnet" else 16
    case = Case(f"jigsaw on {kind}", kind, size, 3, batch, tile=Mlp([width, 5]), classifier=Mlp([45, 8, count]))
    rng = np.random.default_rng(12)
    orders = greedy_permutations(count)
    labels = rng.integers(0, count, batch)
    tiles, boxes = np.zeros((batch, 9, side, side, 3)), [[], [], []]
    for n in range(batch):
        for tile in range(9):
            corner = np.array([tile // 3, tile % 3]) * cell + rng.integers(0, cell - side + 1, 2)
            for channel in range(3):
                top, left = np.clip(corner + rng.integers(-2, 3, 2), 0, size - side)
                boxes[channel].append((top, left))
                tiles[n, tile, :, :, channel] = case.x[n, top : top + side, left : left + side, channel]
    # The tiles are put in order before the network sees them, which must come to the same.
    puzzle = np.stack([tiles[n, orders[labels[n]]] for n in range(batch)]).reshape(-1, side, side, 3)
    features = F.relu(case.parts["tile"](case.backbone.features(case.to_tensor(standardised(puzzle)))))
    logits = case.parts["classifier"](features.reshape(batch, -1))
    method = {"kind": "jigsaw", "permutations": count, "side": side, "tileWidth": 5, "hidden": [8]}
    inputs = {f"boxes{channel}": tile_boxes(boxes[channel], side, size) for channel in range(3)}
    return {**case.result(method, {**inputs, "labels": labels}, classified(logits, labels)), "orders": orders.tolist()}


def aberration():
    rng = np.random.default_rng(15)
    x, noise = given(rng.normal(size=(3, 4, 4, 3))), given(rng.normal(size=(3, 4, 4, 3)))
    kept = np.eye(3)[[2, 0, 1]]
    dropped = x.copy()
    for tile, channel in enumerate([2, 0, 1]):
        for other in {0, 1, 2} - {channel}:
            dropped[tile, :, :, other] = noise[tile, :, :, other] * x[tile, :, :, channel].std() / 100
    pixelation = [{"side": 8, "left": left, "matrix": rounded(pixelated(np.eye(8)[:, :, None], left, 8)[:, :, 0])} for left in (1, 3, 5, 8)]
    std = np.array([0.2, 0.25, 0.3])
    axis = np.array([[-1.0, 2.0, -1.0]])
    projected = (x * std) @ (np.eye(3) - axis.T @ axis / (axis @ axis.T)) / std
    return {
        "x": rounded(x), "noise": rounded(noise), "kept": rounded(kept), "dropped": rounded(dropped),
        "std": std.tolist(), "projected": rounded(projected), "pixelation": pixelation,
    }
