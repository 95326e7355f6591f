"""Tasks whose answer is a picture: noise, holes, colours."""

import numpy as np
import torch
from scipy import ndimage
from skimage.color import rgb2lab
from torch.nn import functional as F

from fixture import given, rounded
from pretexts.case import Case, views
from pretexts.colours import colours_on_grid, grey_of, nn_encode, rare_weights, spread_mean
from pretexts.networks import Channelwise, Decoder, Discriminator


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
