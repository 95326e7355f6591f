"""BEiT, SimMIM, a discrete VAE and VQ-KD: loss and gradients of the first step and five steps of each, in float64; and
what block-wise masks look like.

Networks with mask tokens and block-wise masks are lightly's, on timm's ViT; the sample of codes and its
straight-through gradient are torch's `gumbel_softmax` (given the noise), the divergence is `torch.distributions`'. The
quantiser is written after `NormEMAVectorQuantizer` of BEiT v2's norm_ema_quantizer.py, which no package has in that
form, but for its first codes: a row of each of equal spans instead of k-means, in even use. The random codes are
written after arXiv 2202.01855, section 3.1. Weights, pictures and noise are not stored: both sides fill them by one
formula.
"""

import math
import random
from unittest import mock

import numpy as np
import timm
import torch
import torch.nn.functional as F
from lightly.models.modules import MaskedVisionTransformerTIMM
from lightly.models.utils import random_block_mask_image
from lightly.utils.scheduler import cosine_schedule

from backbones import fill, samples, scaled
from fixture import rounded, write

PICTURES, SIDE, PATCH, STEPS, TOTAL_STEPS, RATE = 6, 16, 4, 5, 8, 0.05
GRID, WIDTH, DECODER, CODES, CODE_WIDTH = SIDE // PATCH, 16, 12, 7, 6
LENGTH = GRID * GRID
VISIBLE = {"beit": math.floor(LENGTH * 0.6), "simmim": math.floor(LENGTH * 0.4)}


def filled(name, shape):
    return torch.from_numpy(fill(name, shape).astype(np.float32).astype(np.float64))


def vit(**options):
    defaults = dict(img_size=SIDE, patch_size=PATCH, in_chans=1, embed_dim=WIDTH, depth=1, num_heads=2)
    return timm.models.VisionTransformer(**{**defaults, **options}, num_classes=0, global_pool="token")


def patches(x):
    """Row by row, channels last."""
    return x.unfold(2, PATCH, PATCH).unfold(3, PATCH, PATCH).reshape(len(x), LENGTH, PATCH * PATCH)


def hidden(noise, visible):
    """True where a patch is hidden: not among the smallest."""
    order = noise.argsort(dim=1)
    mask = torch.ones(noise.shape, dtype=torch.bool)
    return mask.scatter(1, order[:, :visible], False)


class Named:
    """Tensors under our names, filled; those of `fixed` do not learn."""

    def __init__(self, parts, fixed=()):
        self.named = {}
        for prefix, part in parts.items():
            for name, value in part.double().state_dict(keep_vars=True).items():
                if not name.endswith("num_batches_tracked"):
                    self.named[f"{prefix}{name}"] = value
        with torch.no_grad():
            for name, value in self.named.items():
                value.copy_(torch.from_numpy(scaled(name, tuple(value.shape), value.ndim == 1).astype(np.float32)))
                if name.startswith(fixed):
                    value.requires_grad_(False)


def masked_vit():
    model = vit()
    token = torch.nn.Parameter(torch.zeros(1, 1, WIDTH))
    wrapped = MaskedVisionTransformerTIMM(model, mask_token=token, weight_initialization="skip", pos_embed_initialization="skip")
    return model, wrapped


def with_class(mask):
    return torch.cat([torch.zeros(len(mask), 1, dtype=torch.bool), mask], dim=1)


class Token(torch.nn.Module):
    def __init__(self, token):
        super().__init__()
        self.mask_token = token


class Random(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.projection = torch.nn.Parameter(torch.zeros(PATCH * PATCH, CODE_WIDTH))
        self.codebook = torch.nn.Parameter(torch.zeros(CODES, CODE_WIDTH))

    def forward(self, x):
        mean, deviation = x.mean((1, 2, 3), keepdim=True), (x.var((1, 2, 3), keepdim=True, correction=0) + 1e-6).sqrt()
        rows = F.normalize(patches((x - mean) / deviation) @ self.projection, dim=-1)
        distance = torch.cdist(rows.flatten(0, 1), F.normalize(self.codebook, dim=-1))
        margin(-distance)
        return distance.argmin(1).view(len(x), LENGTH)


def margin(scores):
    """How close the choice of a code was; too close, and float32 may choose another."""
    best = scores.detach().topk(2, dim=1).values
    smallest = (best[:, 0] - best[:, 1]).min().item()
    assert smallest > 2e-6, f"a choice by {smallest}"


def perplexity(codes):
    shares = torch.bincount(codes.flatten(), minlength=CODES).double() / codes.numel()
    return torch.exp(torch.distributions.Categorical(probs=shares).entropy()).item()


class Beit:
    rates = staticmethod(lambda step: {})

    def __init__(self):
        self.vit, self.network = masked_vit()
        self.head, self.tokenizer = torch.nn.Linear(WIDTH, CODES), Random()
        parts = {"": self.vit, "lm_head.": self.head, "tokenizer.": self.tokenizer}
        self.all = Named({**parts, " ": Token(self.network.mask_token)}, fixed=("tokenizer.",))
        self.all.named = {name.strip(): value for name, value in self.all.named.items()}
        refill(self.all.named, "mask_token")

    def loss(self, step):
        x, mask = picture(step), hidden(filled(f"noise{step}", (PICTURES, LENGTH)), VISIBLE["beit"])
        tokens = self.network.encode(x, mask=with_class(mask))[:, 1:]
        logits, codes = self.head(tokens[mask]), self.tokenizer(x)
        right = (logits.argmax(1) == codes[mask]).double().mean().item()
        return F.cross_entropy(logits, codes[mask]), {"maskedAccuracy": right, "perplexity": perplexity(codes)}


class Simmim:
    rates = staticmethod(lambda step: {})

    def __init__(self):
        self.vit, self.network = masked_vit()
        self.head = torch.nn.Linear(WIDTH, PATCH * PATCH)
        self.all = Named({"": self.vit, "decoder.0.": self.head, " ": Token(self.network.mask_token)})
        self.all.named = {name.strip(): value for name, value in self.all.named.items()}
        refill(self.all.named, "mask_token")

    def loss(self, step):
        x, mask = picture(step), hidden(filled(f"noise{step}", (PICTURES, LENGTH)), VISIBLE["simmim"])
        tokens = self.network.encode(x, mask=with_class(mask))[:, 1:]
        return F.l1_loss(self.head(tokens[mask]), patches(x)[mask]), {}


def refill(named, name):
    value = named[name]
    with torch.no_grad():
        value.copy_(torch.from_numpy(scaled(name, tuple(value.shape), False).astype(np.float32)))


class Decoder(torch.nn.Module):
    """From a map of codes to a picture: pixels repeated, 3 x 3 convolution, batch norm, ReLU, twice; then a convolution."""

    def __init__(self):
        super().__init__()
        conv = lambda inputs, outputs: torch.nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        layer = lambda inputs, outputs: torch.nn.ModuleDict(
            {"conv": conv(inputs, outputs), "norm": torch.nn.BatchNorm2d(outputs)}
        )
        self.layers = torch.nn.ModuleList([layer(CODE_WIDTH, DECODER), layer(DECODER, DECODER)])
        self.output = torch.nn.Conv2d(DECODER, 1, 3, padding=1)

    def forward(self, x):
        for layer in self.layers:
            x = F.relu(layer["norm"](layer["conv"](F.interpolate(x, scale_factor=2, mode="nearest"))))
        return self.output(x)


class Dvae:
    def __init__(self, is_hard):
        self.is_hard = is_hard
        self.vit, self.to_logits, self.decoder = vit(), torch.nn.Linear(WIDTH, CODES), Decoder()
        self.codebook = torch.nn.Embedding(CODES, CODE_WIDTH)
        parts = {"": self.vit, "to_logits.": self.to_logits, "codebook.": self.codebook, "decoder.": self.decoder}
        self.all = Named(parts)
        self.all.named["codebook"] = self.all.named.pop("codebook.weight")
        refill(self.all.named, "codebook")

    @staticmethod
    def rates(step):
        """Both by half a cosine: over all steps, and over the first four."""
        return {
            "temperature": cosine_schedule(step, TOTAL_STEPS + 1, 1, 1 / 16),
            "divergenceWeight": cosine_schedule(step, 4 + 1, 0, 2) if step < 4 else 2,
        }

    def loss(self, step):
        x, rates = picture(step), self.rates(step)
        logits = self.to_logits(self.vit.forward_features(x)[:, 1:]).flatten(0, 1)
        gumbel = -torch.log(-torch.log((filled(f"gumbel{step}", tuple(logits.shape)) + 1) / 2 * 0.98 + 0.01))
        # torch draws Gumbel noise as minus the logarithm of exponential numbers.
        with mock.patch.object(torch.Tensor, "exponential_", lambda self: torch.exp(-gumbel)):
            shares = F.gumbel_softmax(logits, tau=rates["temperature"], hard=self.is_hard)
        if self.is_hard:
            margin(logits + gumbel)
        margin(logits)
        codes = shares @ self.codebook.weight
        painted = self.decoder(codes.view(len(x), GRID, GRID, CODE_WIDTH).permute(0, 3, 1, 2))
        reconstruction = F.mse_loss(painted, x)
        chosen = torch.distributions.Categorical(logits=logits)
        even = torch.distributions.Categorical(logits=torch.zeros_like(logits))
        divergence = torch.distributions.kl_divergence(chosen, even)
        per_value = divergence.view(len(x), LENGTH).sum(1).mean() / (SIDE * SIDE)
        relaxed = torch.distributions.Categorical(probs=chosen.probs.mean(0)).entropy().exp().item()
        return reconstruction + rates["divergenceWeight"] * per_value, {
            "reconstruction": reconstruction.item(),
            "divergence": divergence.mean().item(),
            "perplexity": perplexity(logits.argmax(1)),
            "relaxedPerplexity": relaxed,
        }


def task_layer(inputs, outputs):
    return torch.nn.Sequential(torch.nn.Linear(inputs, inputs), torch.nn.Tanh(), torch.nn.Linear(inputs, outputs))


class Quantiser(torch.nn.Module):
    """`forward` of the authors' `NormEMAVectorQuantizer`, its buffers under their names."""

    decay = 0.9

    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(CODES, CODE_WIDTH)
        self.register_buffer("cluster_size", torch.zeros(CODES))
        self.is_started = False

    def forward(self, z):
        weight = self.embedding.weight.data
        if not self.is_started:  # there: k-means of the first batch
            golden = (math.sqrt(5) - 1) / 2
            weight.copy_(z.detach()[[int((k + k * golden % 1) * len(z) / CODES) for k in range(CODES)]])
            self.cluster_size.fill_(len(z) / CODES)
            self.is_started = True
        d = z.pow(2).sum(dim=1, keepdim=True) + weight.pow(2).sum(dim=1) - 2 * torch.einsum("bd,nd->bn", z, weight)
        margin(-d)
        indices = torch.argmin(d, dim=1)
        chosen = self.embedding(indices)
        encodings = F.one_hot(indices, CODES).type(z.dtype)
        with torch.no_grad():
            bins = encodings.sum(0)
            self.cluster_size.mul_(self.decay).add_(bins, alpha=1 - self.decay)
            zero_mask = bins == 0
            bins = bins.masked_fill(zero_mask, 1.0)
            embed_sum = z.t() @ encodings
            embed_normalized = F.normalize((embed_sum / bins.unsqueeze(0)).t(), dim=-1)
            embed_normalized = torch.where(zero_mask[..., None], weight, embed_normalized)
            loss = F.mse_loss(chosen.detach(), z.detach())
        commitment = F.mse_loss(chosen.detach(), z)
        assert torch.equal(commitment.detach(), loss)
        quantised = z + (chosen - z).detach()
        with torch.no_grad():
            weight.mul_(self.decay).add_(embed_normalized, alpha=1 - self.decay)
            weight.copy_(F.normalize(weight, dim=-1))
        return quantised, commitment, indices


class VqKd:
    rates = staticmethod(lambda step: {"isFirst": 1 if step == 0 else 0})

    def __init__(self):
        self.vit, self.teacher, self.quantize = vit(), vit(), Quantiser()
        self.encode, self.decode = task_layer(WIDTH, CODE_WIDTH), task_layer(DECODER, WIDTH)
        self.decoder = vit(img_size=GRID, patch_size=1, in_chans=CODE_WIDTH, embed_dim=DECODER)
        self.all = Named(
            {
                "": self.vit,
                "encode_task_layer.": self.encode,
                "quantize.": self.quantize,
                "decode_task_layer.": self.decode,
                "decoder.": self.decoder,
                "teacher.": self.teacher,
            },
            fixed=("teacher.", "quantize."),
        )

    def loss(self, step):
        x = picture(step)
        features = lambda model, x: model.forward_features(x)[:, 1:].flatten(0, 1)
        z = F.normalize(self.encode(features(self.vit, x)), dim=-1)
        quantised, commitment, codes = self.quantize(z)
        maps = quantised.view(len(x), GRID, GRID, CODE_WIDTH).permute(0, 3, 1, 2)
        prediction = self.decode(features(self.decoder, maps))
        cosine = F.cosine_similarity(prediction, features(self.teacher, x).detach(), dim=-1).mean()
        figures = {"cosine": cosine.item(), "commitment": commitment.item(), "perplexity": perplexity(codes)}
        return 1 - cosine + commitment, figures


def picture(step):
    return filled(f"x{step}", (PICTURES, SIDE, SIDE, 1)).permute(0, 3, 1, 2)


def run(method):
    trainable = {name: value for name, value in method.all.named.items() if value.requires_grad}
    optimizer = torch.optim.SGD(trainable.values(), lr=RATE, momentum=0.9)
    steps, gradients = [], {}
    for step in range(STEPS):
        optimizer.zero_grad()
        loss, figures = method.loss(step)
        loss.backward()
        if step == 0:
            gradients = {
                name: {"norm": float(value.grad.norm()), "samples": samples(value.grad)}
                for name, value in trainable.items()
            }
        optimizer.step()
        steps.append({"loss": loss.item(), **method.rates(step), **figures})
    state = ("quantize.", "decoder.layers.1.norm", "patch_embed", "mask_token", "lm_head", "decoder.0", "codebook")
    after = {name: samples(value) for name, value in method.all.named.items() if name.startswith(state)}
    return {"steps": steps, "gradients": gradients, "after": after}


def block_statistics(grid, hidden, minimum, count=3000):
    """Means over many masks, with their standard errors."""
    facts = []
    for _ in range(count):
        mask = random_block_mask_image((grid, grid), hidden, min_num_masks_per_block=minimum).numpy()
        pairs = (mask[1:] & mask[:-1]).sum() + (mask[:, 1:] & mask[:, :-1]).sum()
        facts.append([mask.sum(), mask.sum() == hidden, pairs, mask[0, 0], mask[grid // 2, grid // 2], mask[0].sum()])
    facts = np.array(facts, dtype=float)
    names = ["hidden", "isWhole", "pairs", "corner", "middle", "firstRow"]
    means, errors = facts.mean(0), facts.std(0) / math.sqrt(count)
    return {
        "grid": grid, "wanted": hidden, "minPatches": minimum,
        "statistics": {name: {"mean": mean, "error": error} for name, mean, error in zip(names, means, errors)},
    }


def seven_digits(value):
    if isinstance(value, dict):
        return {key: seven_digits(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [seven_digits(entry) for entry in value]
    return float(f"{value:.7g}") if isinstance(value, (float, np.floating)) else value


torch.manual_seed(0)
random.seed(0)
methods = {
    "beit": Beit, "simmim": Simmim, "dvae": lambda: Dvae(False), "straightThrough": lambda: Dvae(True), "vqKd": VqKd,
}
write(
    "methods/fixtures/masked.json",
    seven_digits({
        "pictures": PICTURES, "side": SIDE, "rate": RATE, "totalSteps": TOTAL_STEPS,
        "cases": {name: run(create()) for name, create in methods.items()},
        "blocks": [block_statistics(14, 75, 16), block_statistics(8, 25, 4)],
    }),
)
