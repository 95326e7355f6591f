"""
Pretext tasks and generative methods in PyTorch -> libs/ssl-core/src/methods/fixtures/pretext.json, and colours as
scikit-image and scikit-learn see them -> libs/ssl-core/src/colour/fixtures/colour.json

The authors' code is Caffe (relative position, jigsaw, colourisation), Torch 7 (context encoder), Theano of 2008 (denoising)
or tied to its data loaders (RotNet): nothing of it can be run here as it is. So the steps are derived again from the papers,
on torchvision's residual block and timm's transformer; what is quoted from the authors' sources is said beside it. Weights
are filled as in backbones.py.
"""

import math

import numpy as np
import timm
import torch
import torchvision
from scipy.spatial import ConvexHull, Delaunay
from skimage.color import lab2rgb, rgb2lab
from sklearn.neighbors import NearestNeighbors
from torch import nn
from torch.nn import functional as F

from backbones import fill, load, samples
from fixture import given, rounded, write

RANGE = {"mean": [0.5], "std": [0.25]}


# Colours


def colours_on_grid():
    """Corners of the cells of the grid of 10 that the convex hull of sRGB's colours touches, by points every 0.25."""
    v = np.linspace(0, 1, 52)
    i, j = np.meshgrid(v, v)
    faces = [np.stack(face, -1) for end in (0.0, 1.0) for e in [np.full_like(i, end)] for face in ((e, i, j), (i, e, j), (i, j, e))]
    ab = np.concatenate([rgb2lab(face).reshape(-1, 3)[:, 1:] for face in faces])
    hull = Delaunay(ab[ConvexHull(ab).vertices])
    a, b = np.meshgrid(np.arange(-125, 125, 0.25), np.arange(-125, 125, 0.25))
    points = np.stack([a.ravel(), b.ravel()], 1)
    cells = np.floor(points[hull.find_simplex(points) >= 0] / 10).astype(int)
    corners = {(10 * (x + dx), 10 * (y + dy)) for x, y in map(tuple, np.unique(cells, axis=0)) for dx in (0, 1) for dy in (0, 1)}
    return sorted(corners)


def nn_encode(points, centres, neighbours=5, sigma=5.0):
    """As `NNEncode.encode_points_mtx_nd` of the authors' caffe_traininglayers.py, sparse."""
    distances, indices = NearestNeighbors(n_neighbors=neighbours, algorithm="ball_tree").fit(centres).kneighbors(points)
    share = np.exp(-(distances**2) / (2 * sigma**2))
    return indices, share / share.sum(1, keepdims=True)


def spread_mean(indices, share, bins):
    full = np.zeros((len(indices), bins))
    np.put_along_axis(full, indices, share, 1)
    return full, full.mean(0)


def rare_weights(prior, even=0.5):
    """As `PriorFactor` of the same file with alpha 1 and gamma `even`, the even distribution over all bins as in the paper."""
    factor = 1 / ((1 - even) * prior + even / len(prior))
    return factor / (prior * factor).sum()


def grey_of(rgb):
    """The grey of the same lightness: Lab with a = b = 0. scikit-image's white is not quite its own (1, 1, 1)."""
    linear = np.where(rgb > 0.04045, ((rgb + 0.055) / 1.055) ** 2.4, rgb / 12.92)
    y = linear @ np.array([0.212671, 0.715160, 0.072169])
    return np.where(y > 0.0031308, 1.055 * y ** (1 / 2.4) - 0.055, 12.92 * y)[..., None].clip(0, 1)


def colours():
    rng = np.random.default_rng(3)
    rgb = given(np.concatenate([rng.uniform(size=(20, 3)), [[0, 0, 0], [1, 1, 1], [0.5, 0.5, 0.5], [1, 0, 0], [0, 0, 1], [0.01, 0.02, 0.03]]]))
    vivid = given(np.stack([rng.uniform(5, 95, 12), rng.uniform(-100, 100, 12), rng.uniform(-100, 100, 12)], 1))
    bins = np.array(colours_on_grid())
    assert len(bins) == 313
    points = given(rng.uniform([-80, -100], [95, 90], size=(24, 2)))
    nearest, share = nn_encode(points, bins)
    prior = given(rng.dirichlet(np.full(len(bins), 0.3)))
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shown = lab2rgb(vivid)
    write("colour/fixtures/colour.json", {
        "rgb": rounded(rgb), "lab": rounded(rgb2lab(rgb)), "grey": rounded(grey_of(rgb)),
        "vivid": {"lab": rounded(vivid), "rgb": rounded(shown)},
        "bins": rounded(bins), "points": rounded(points), "nearest": rounded(nearest), "share": rounded(share),
        "distribution": rounded(spread_mean(nearest, share, len(bins))[1]),
        "prior": rounded(prior), "rareWeights": rounded(rare_weights(prior)),
    })


# Networks, with the names that the other side gives


class Resnet(nn.Module):
    """torchvision's ResNet of one basic block a stage, four channels wide, with the small stem."""

    def __init__(self, channels, width=4):
        super().__init__()
        block = torchvision.models.resnet.BasicBlock
        self.conv1 = nn.Conv2d(channels, width, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        inputs = width
        for stage in range(4):
            outputs, stride = width * 2**stage, 1 if stage == 0 else 2
            around = None
            if stage > 0:
                around = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))
            self.add_module(f"layer{stage + 1}", nn.Sequential(block(inputs, outputs, stride, around)))
            inputs = outputs
        self.width = inputs

    def stage(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        for stage in range(4):
            x = getattr(self, f"layer{stage + 1}")(x)
        return x

    def features(self, x):
        return self.stage(x).mean((2, 3))


class Vit(nn.Module):
    """timm's vision transformer; pictures of another size have its positions interpolated."""

    def __init__(self, channels, side, patch=4, width=16):
        super().__init__()
        self.net = timm.models.VisionTransformer(
            img_size=side, patch_size=patch, in_chans=channels, embed_dim=width, depth=1, num_heads=2, num_classes=0
        )
        self.width, self.grid = width, side // patch

    def tokens(self, x):
        net = self.net
        x = net.patch_embed.proj(x)
        grid = x.shape[-1]
        places = net.pos_embed[:, 1:]
        if grid != self.grid:
            maps = places.reshape(1, self.grid, self.grid, -1).permute(0, 3, 1, 2)
            places = F.interpolate(maps, size=(grid, grid), mode="bicubic", align_corners=False).flatten(2).transpose(1, 2)
        x = x.flatten(2).transpose(1, 2) + places
        first = (net.cls_token + net.pos_embed[:, :1]).expand(len(x), -1, -1)
        return net.norm(net.blocks(torch.cat([first, x], 1))), grid

    def stage(self, x):
        tokens, grid = self.tokens(x)
        return tokens[:, 1:].transpose(1, 2).reshape(len(x), -1, grid, grid)

    def features(self, x):
        return self.tokens(x)[0][:, 0]


class Mlp(nn.Module):
    def __init__(self, widths):
        super().__init__()
        self.layers = nn.ModuleList()
        for i, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
            layer = nn.Module()
            is_last = i == len(widths) - 2
            layer.linear = nn.Linear(inputs, outputs, bias=is_last)
            if not is_last:
                layer.norm = nn.BatchNorm2d(outputs)
            self.layers.append(layer)

    def forward(self, x):
        for layer in self.layers:
            x = layer.linear(x)
            if hasattr(layer, "norm"):
                x = F.relu(layer.norm(x[:, :, None, None])[:, :, 0, 0])
        return x


class Decoder(nn.Module):
    def __init__(self, start, inputs, side, outputs, width, kernel=3):
        super().__init__()
        self.layers, self.sides = nn.ModuleList(), []
        while True:
            start = min(2 * start, side)
            layer = nn.Module()
            now = max(min(16, width), width // 2 ** len(self.sides))
            layer.conv = nn.Conv2d(inputs, now, 3, 1, 1, bias=False)
            layer.norm = nn.BatchNorm2d(now)
            self.layers.append(layer)
            self.sides.append(start)
            inputs = now
            if start == side:
                break
        self.output = nn.Conv2d(inputs, outputs, kernel, 1, kernel // 2)

    def forward(self, x):
        for layer, side in zip(self.layers, self.sides):
            if x.shape[-1] != side:
                x = F.interpolate(x, size=(side, side), mode="nearest-exact")
            x = F.relu(layer.norm(layer.conv(x)))
        return self.output(x)


class Channelwise(nn.Module):
    """Each channel by a fully-connected layer of its own over all places, written out."""

    def __init__(self, side, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(channels, side * side, side * side))
        self.conv = nn.Conv2d(channels, channels, 1, bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x):
        mixed = [x[:, c].flatten(1) @ self.weight[c] for c in range(x.shape[1])]
        return F.relu(self.norm(self.conv(torch.stack(mixed, 1).reshape(x.shape))))


class Discriminator(nn.Module):
    """`netD` of the authors' train.lua, which is DCGAN's."""

    def __init__(self, side, channels, width):
        super().__init__()
        self.layers = nn.ModuleList()
        while side > 4:
            layer, outputs = nn.Module(), width * min(8, 2 ** len(self.layers))
            layer.conv = nn.Conv2d(channels, outputs, 4, 2, 1, bias=False)
            if len(self.layers) > 0:
                layer.norm = nn.BatchNorm2d(outputs, track_running_stats=False)
            self.layers.append(layer)
            side, channels = side // 2, outputs
        self.output = nn.Linear(side * side * channels, 1)

    def forward(self, x):
        for layer in self.layers:
            x = layer.conv(x)
            if hasattr(layer, "norm"):
                x = layer.norm(x)
            x = F.leaky_relu(x, 0.2)
        # The other side lays maps out with the channels last.
        return self.output(x.permute(0, 2, 3, 1).flatten(1))[:, 0]


# Cases


class Case:
    """One method on one backbone: its modules under the other side's names, filled."""

    def __init__(self, name, kind, side, channels, batch, **parts):
        self.name, self.kind, self.side, self.channels, self.batch = name, kind, side, channels, batch
        self.backbone = Resnet(channels) if kind == "resnet" else Vit(channels, side)
        self.whole = nn.Module()
        own = self.backbone if kind == "resnet" else self.backbone.net
        for child, module in [*own.named_children(), *parts.items()]:
            if sum(1 for _ in module.parameters()) > 0:
                self.whole.add_module(child, module)
        for child, parameter in own.named_parameters(recurse=False):
            self.whole.register_parameter(child, parameter)
        load(self.whole)
        self.whole.train()
        self.parts = parts
        self.x = views(name, batch, side, channels)

    def to_tensor(self, x_nhwc):
        return torch.from_numpy(np.ascontiguousarray(x_nhwc)).permute(0, 3, 1, 2)

    def result(self, method, inputs, losses):
        losses["loss"].backward()
        return {
            "name": self.name,
            "backbone": {"kind": "resnet", "depth": 10, "width": 4, "stem": "small"}
            if self.kind == "resnet"
            else {"kind": "vit", "patch": 4, "width": 16, "depth": 1, "heads": 2},
            "method": method, "side": self.side, "channels": self.channels, "batch": self.batch,
            "inputs": {key: {"data": rounded(np.asarray(value).reshape(-1)), "shape": list(np.shape(value)), "dtype": dtype(value)} for key, value in inputs.items()},
            "losses": {key: rounded(value.item()) for key, value in losses.items()},
            "gradients": {
                name: {"norm": rounded(float(value.grad.norm())), "samples": rounded(samples(value.grad))}
                for name, value in self.whole.named_parameters()
                if value.grad is not None
            },
        }


def dtype(value):
    return "int32" if np.asarray(value).dtype.kind in "iu" else "float32"


def views(name, batch, side, channels):
    """Smooth pictures, so that their parts belong together; both sides make them by the one formula."""
    values = fill(name, (batch, side, side, channels)).astype(np.float32).astype(np.float64)
    y = np.linspace(-1, 1, side)[None, :, None, None]
    return (0.5 * values + 0.7 * y).astype(np.float32).astype(np.float64)


def classified(logits, labels):
    labels = torch.as_tensor(labels)
    return {"loss": F.cross_entropy(logits, labels), "accuracy": (logits.argmax(1) == labels).double().mean()}


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
    if aberration == "project":
        axis = np.array([[-1.0, 2.0, -1.0]])
        tiles = tiles @ (np.eye(3) - axis.T @ axis / (axis @ axis.T))
    if is_standardised:
        tiles = standardised(tiles)
    features = case.backbone.features(case.to_tensor(tiles)).reshape(batch, 1 + pairs, -1)
    both = torch.cat([features[:, :1].expand(-1, pairs, -1), features[:, 1:]], 2).flatten(0, 1)
    method = {
        "kind": "relativePosition", "side": side, "gap": 0.25, "pairs": pairs, "hidden": [8],
        "aberration": aberration, "standardise": is_standardised,
    }
    inputs = {"boxes": tile_boxes(corners, side, size), "labels": np.array(labels)}
    return case.result(method, inputs, classified(case.parts["classifier"](both), np.array(labels)))


def greedy_permutations(count):
    """Algorithm 1 of the jigsaw paper from the order as it is, over all orders at once; of equals see permutations.ts."""
    import itertools

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


def denoising(kind):
    """With noise so faint that it changes no digit: what is drawn cannot be drawn here, and is tested by itself."""
    start, width = (2, 32) if kind == "resnet" else (4, 16)
    case = Case(f"denoising on {kind}", kind, 16, 1, 3, decoder=Decoder(start, width, 16, 1, 16))
    x = case.to_tensor(case.x)
    loss = ((case.parts["decoder"](case.backbone.stage(x)) - x) ** 2).mean()
    method = {"kind": "denoising", "noise": {"kind": "gaussian", "sigma": 1e-9}, "decoder": {"width": 16}}
    return case.result(method, {"noiseSeed": np.array([1, 2])}, {"loss": loss})


class Painter:
    """Hole, loss and the two updates of a context encoder, as train.lua has them."""

    def __init__(self, kind, hole, overlap):
        self.size, self.overlap, self.hole = 16, overlap, hole
        start, width = (2, 32) if kind == "resnet" else (4, 16)
        side = 8 if hole == "central" else 16
        parts = {
            "channelwise": Channelwise(start, width), "decoder": Decoder(start, width, 16, 1, 16),
            "discriminator": Discriminator(side, 1, 4),
        }
        self.case = Case(f"inpainting on {kind}", kind, 16, 1, 3, **parts)
        rng = np.random.default_rng(13)
        self.side = 8 if hole == "central" else 6
        self.corners = np.full((3, 1, 2), 4) if hole == "central" else rng.integers(0, 11, (3, 2, 2))
        self.painted, self.hidden = np.zeros((3, 1, 16, 16)), np.zeros((3, 1, 16, 16))
        for n in range(3):
            for top, left in self.corners[n]:
                self.painted[n, 0, top : top + self.side, left : left + self.side] = 1
                o = overlap
                self.hidden[n, 0, top + o : top + self.side - o, left + o : left + self.side - o] = 1
        self.weight = torch.tensor(self.hidden + 10 * (self.painted - self.hidden))

    def losses(self, adversarial=0.1):
        case, parts = self.case, self.case.parts
        x = case.to_tensor(case.x)
        painted = torch.tensor(self.painted)
        painting = parts["decoder"](parts["channelwise"](case.backbone.stage(x * (1 - torch.tensor(self.hidden)))))
        reconstruction = (self.weight * (painting - x) ** 2).sum() / painted.sum()
        if self.hole == "central":
            made, real = painting[:, :, 4:12, 4:12], x[:, :, 4:12, 4:12]
        else:
            made, real = painting * painted + x * (1 - painted), x
        judge = parts["discriminator"]
        ones, none = torch.ones(3, dtype=torch.double), torch.zeros(3, dtype=torch.double)
        bce = F.binary_cross_entropy_with_logits
        # The discriminator's own step: the painting is data.
        discriminator = bce(judge(real), ones) + bce(judge(made.detach()), none)
        # The painter's: the discriminator does not learn.
        judge.requires_grad_(False)
        fooled = bce(judge(made), ones)
        judge.requires_grad_(True)
        painter = (1 - adversarial) * reconstruction + adversarial * fooled
        return {"painter": painter, "reconstruction": reconstruction, "adversarial": fooled, "discriminator": discriminator}

    def gradients(self):
        """Two backward passes, one a network, as two optimisers would have it."""
        case = self.case
        judge = list(case.parts["discriminator"].parameters())
        others = [p for p in case.whole.parameters() if all(p is not q for q in judge)]
        losses = self.losses()
        own = torch.autograd.grad(losses["discriminator"], judge, retain_graph=True)
        rest = torch.autograd.grad(losses["painter"], others)
        for parameter, gradient in [*zip(judge, own), *zip(others, rest)]:
            parameter.grad = gradient
        return losses, judge, others


def inpainting(kind, hole):
    painter = Painter(kind, hole, 1)
    losses, judge, others = painter.gradients()
    case = painter.case
    method = {
        "kind": "inpainting", "overlap": 1, "overlapWeight": 10, "adversarial": {"weight": 0.1, "width": 4}, "decoder": {"width": 16},
        "hole": {"kind": "central", "side": 0.5} if hole == "central" else {"kind": "blocks", "count": 2, "side": 0.375},
    }
    total = {"loss": losses["painter"] + losses["discriminator"], **{k: v for k, v in losses.items() if k != "painter"}}
    held = {p: p.grad for p in case.whole.parameters()}
    result = case.result(method, {"corners": painter.corners.astype(float)}, {"loss": torch.zeros((), dtype=torch.double, requires_grad=True)})
    result["losses"] = {key: rounded(value.item()) for key, value in total.items()}
    assert all(p.grad is held[p] for p in held)
    # Five steps of two optimisers, each with gradients of the same weights.
    rates = [torch.optim.SGD(judge, 0.01, momentum=0.9), torch.optim.SGD(others, 0.01, momentum=0.9)]
    steps = []
    for _ in range(5):
        losses, _, _ = painter.gradients()
        steps.append([rounded(losses[key].item()) for key in ("reconstruction", "adversarial", "discriminator")])
        for rate in rates:
            rate.step()
    return {**result, "steps": steps}


def edge_strength(brightness):
    """Sobel's gradient with the edge repeated, by SciPy."""
    from scipy import ndimage

    slopes = [[ndimage.sobel(picture, axis, mode="nearest") for picture in brightness] for axis in (0, 1)]
    return np.sqrt(np.array(slopes[0]) ** 2 + np.array(slopes[1]) ** 2)


def colourisation(kind, target):
    size, stride, batch = 16, 4, 3
    channels = 3 if target == "colour" else 1
    start, width = (2, 32) if kind == "resnet" else (4, 16)
    centres = np.array(colours_on_grid(), float) if target == "colour" else (np.arange(8)[:, None] + 0.5) / 8
    sigma = 5.0 if target == "colour" else 0.5 / 8
    case = Case(f"colourisation of {target} on {kind}", kind, size, channels, batch, decoder=Decoder(start, width, size // stride, len(centres), 16, 1))
    prior = given(np.random.default_rng(14).dirichlet(np.full(len(centres), 0.5)))

    def task(x):
        unit = (x * 0.25 + 0.5).clip(0, 1)
        if target == "colour":
            seen = np.repeat((grey_of(unit) - 0.5) / 0.25, 3, 3)
            return seen, rgb2lab(unit)[..., 1:]
        strength = edge_strength(unit[..., 0])[..., None]
        centred = strength - strength.mean((1, 2, 3), keepdims=True)
        return centred / np.sqrt((centred**2).mean((1, 2, 3), keepdims=True) + 1e-4), unit

    def goals(values):
        n, d = len(values), values.shape[-1]
        cells = values.reshape(n, size // stride, stride, size // stride, stride, d).mean((2, 4))
        return nn_encode(cells.reshape(-1, d), centres, 5, sigma), cells

    seen, values = task(case.x)
    (nearest, share), cells = goals(values)
    full, distribution = spread_mean(nearest, share, len(centres))
    weight = rare_weights(prior)[full.argmax(1)]
    if target == "colour":
        is_coloured = (np.abs(cells).reshape(batch, -1).max(1) > 5).astype(float)
        weight = weight * np.repeat(is_coloured, len(weight) // batch)
    logits = case.parts["decoder"](case.backbone.stage(case.to_tensor(seen))).permute(0, 2, 3, 1).flatten(0, 2)
    log = F.log_softmax(logits, 1)
    loss = -(torch.tensor(weight) * (torch.tensor(full) * log).sum(1)).mean()
    method = {"kind": "colourisation", "target": target, "levels": 8, "stride": stride, "priorMomentum": 0.9, "decoder": {"width": 16}}
    result = case.result(method, {}, {"loss": loss})
    # The state over five steps.
    running = prior
    for step in range(5):
        _, values = task(views(f"{case.name} {step}", batch, size, channels))
        (nearest, share), _ = goals(values)
        running = 0.9 * running + 0.1 * spread_mean(nearest, share, len(centres))[1]
    return {**result, "prior": rounded(prior), "priorAfter": rounded(running)}


def aberration():
    rng = np.random.default_rng(15)
    x, noise = given(rng.normal(size=(3, 4, 4, 3))), given(rng.normal(size=(3, 4, 4, 3)))
    kept = np.eye(3)[[2, 0, 1]]
    dropped = x.copy()
    for tile, channel in enumerate([2, 0, 1]):
        for other in {0, 1, 2} - {channel}:
            dropped[tile, :, :, other] = noise[tile, :, :, other] * x[tile, :, :, channel].std() / 100
    std = np.array([0.2, 0.25, 0.3])
    axis = np.array([[-1.0, 2.0, -1.0]])
    projected = (x * std) @ (np.eye(3) - axis.T @ axis / (axis @ axis.T)) / std
    return {
        "x": rounded(x), "noise": rounded(noise), "kept": rounded(kept), "dropped": rounded(dropped),
        "std": std.tolist(), "projected": rounded(projected),
    }


def main():
    colours()
    cases = [
        rotation("resnet"), rotation("vit"),
        relative_position("resnet", "none", True), relative_position("vit", "project", False),
        jigsaw("resnet"), jigsaw("vit"),
        denoising("resnet"), denoising("vit"),
        inpainting("resnet", "central"), inpainting("vit", "blocks"),
        colourisation("resnet", "colour"), colourisation("vit", "colour"), colourisation("resnet", "intensity"),
    ]
    versions = {"torch": torch.__version__, "torchvision": torchvision.__version__, "timm": timm.__version__}
    write("methods/fixtures/pretext.json", {"versions": versions, "cases": cases, "aberration": aberration()})


if __name__ == "__main__":
    main()
