"""SwAV and DINO: losses with their gradients, and five steps of each, in float64.

Losses, Sinkhorn-Knopp, heads and the freezing of DINO's last layer are lightly's; networks are made of torchvision's and
timm's blocks; optimizers are PyTorch's. What lightly leaves to its user (order of a step, schedules, the queue, prototypes
that are normalised and frozen, the teacher) follows the authors' main_swav.py and main_dino.py. Weights and pictures are
not stored: both sides fill them by one formula (`backbones.py`).
"""

import copy
import math

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from lightly.loss import DINOLoss, SwaVLoss
from lightly.loss.swav_loss import sinkhorn
from lightly.models.modules.heads import DINOProjectionHead, SwaVProjectionHead
from timm.models.vision_transformer import Block

from backbones import fill, samples, scaled
from fixture import given, rounded, write

COUNT, SIDE, SMALL, CHANNELS, STEPS, STEPS_PER_EPOCH, EPOCHS = 6, 16, 8, 1, 5, 2, 4
VIEWS = [SIDE, SIDE, SMALL, SMALL]
WIDTH, PATCH, HEADS = 16, 4, 2


class Resnet(torch.nn.Module):
    """torchvision's basic blocks, four channels wide, with the stem for small pictures."""

    def __init__(self, width=4):
        super().__init__()
        block = torchvision.models.resnet.BasicBlock
        self.conv1 = torch.nn.Conv2d(CHANNELS, width, 3, 1, 1, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(width)
        before = width
        for place, factor in enumerate([1, 2, 4, 8]):
            outputs, stride = width * factor, 1 if place == 0 else 2
            around = None
            if place > 0:
                around = torch.nn.Sequential(
                    torch.nn.Conv2d(before, outputs, 1, stride, bias=False), torch.nn.BatchNorm2d(outputs)
                )
            setattr(self, f"layer{place + 1}", torch.nn.Sequential(block(before, outputs, stride, around)))
            before = outputs
        self.features = before

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        for layer in [self.layer1, self.layer2, self.layer3, self.layer4]:
            x = layer(x)
        return x.mean((2, 3))


class Vit(torch.nn.Module):
    """timm's block; places of a smaller picture interpolated as in DINO's code, but by size and not by scale factor."""

    def __init__(self):
        super().__init__()
        self.grid = SIDE // PATCH
        self.cls_token = torch.nn.Parameter(torch.zeros(1, 1, WIDTH))
        self.pos_embed = torch.nn.Parameter(torch.zeros(1, self.grid**2 + 1, WIDTH))
        self.patch_embed = torch.nn.Module()
        self.patch_embed.proj = torch.nn.Conv2d(CHANNELS, WIDTH, PATCH, PATCH)
        norm = lambda width, **options: torch.nn.LayerNorm(width, eps=1e-6, **options)
        self.blocks = torch.nn.ModuleList([Block(WIDTH, HEADS, 4, qkv_bias=True, norm_layer=norm)])
        self.norm = norm(WIDTH)
        self.features = WIDTH

    def places(self, grid):
        own = self.pos_embed[:, 1:]
        if grid == self.grid:
            return own
        square = own.reshape(1, self.grid, self.grid, WIDTH).permute(0, 3, 1, 2)
        return F.interpolate(square, size=(grid, grid), mode="bicubic").permute(0, 2, 3, 1).reshape(1, -1, WIDTH)

    def forward(self, x):
        grid = x.shape[-1] // PATCH
        x = self.patch_embed.proj(x).flatten(2).transpose(1, 2) + self.places(grid)
        x = torch.cat([(self.cls_token + self.pos_embed[:, :1]).expand(len(x), -1, -1), x], dim=1)
        for block in self.blocks:
            x = block(x)
        return self.norm(x)[:, 0]


def multi_crop(backbone, views):
    """`MultiCropWrapper` of DINO's utils.py, up to the head: a pass for each run of equal sizes."""
    sizes = torch.tensor([view.shape[-1] for view in views])
    ends = torch.cumsum(torch.unique_consecutive(sizes, return_counts=True)[1], 0)
    start, parts = 0, []
    for end in ends.tolist():
        parts.append(backbone(torch.cat(views[start:end])))
        start = end
    return torch.cat(parts)


def named(backbone, head):
    """Parameters and statistics of both by our names; of a head by what `head` says."""
    entries = dict(backbone.state_dict(keep_vars=True))
    entries.update(head)
    return {name: value for name, value in entries.items() if not name.endswith("num_batches_tracked")}


def load(entries, norms):
    for name, value in entries.items():
        filled = scaled(name, tuple(value.shape), name.rpartition(".")[0] in norms).astype(np.float32)
        with torch.no_grad():
            value.copy_(torch.from_numpy(filled.astype(np.float64)))


def norm_names(backbone, extra):
    kinds = (torch.nn.BatchNorm2d, torch.nn.LayerNorm)
    return {name for name, part in backbone.named_modules() if isinstance(part, kinds)} | set(extra)


def pictures(step):
    views = [fill(f"step{step}/view{view}", (COUNT, side, side, CHANNELS)) for view, side in enumerate(VIEWS)]
    return [torch.from_numpy(view.astype(np.float32).astype(np.float64)).permute(0, 3, 1, 2) for view in views]


def gradients_of(entries):
    return {
        name: {"norm": float(value.grad.norm()), "samples": samples(value.grad)}
        for name, value in entries.items()
        if value.requires_grad
    }


def described(entries, first):
    """Where each tensor ended, and how far from its start."""
    return {
        name: {"moved": float((value.detach() - first[name]).norm()), "samples": samples(value)}
        for name, value in entries.items()
    }


def copies(entries):
    return {name: value.detach().clone() for name, value in entries.items()}


def cosine(start, end, step):
    """`cosine_scheduler` of DINO's utils.py without warm-up."""
    return end + 0.5 * (start - end) * (1 + math.cos(math.pi * step / (EPOCHS * STEPS_PER_EPOCH)))


def optimizer_of(config, entries, decayed):
    """Biases, norms, tokens and places have no decay, as everywhere in this repository."""
    learned = {name: value for name, value in entries.items() if value.requires_grad}
    groups = [
        {"params": [value for name, value in learned.items() if decayed(name, value)]},
        {"params": [value for name, value in learned.items() if not decayed(name, value)], "weight_decay": 0.0},
    ]
    rate, decay = config["learningRate"], config["weightDecay"]
    if config["kind"] == "sgd":
        return torch.optim.SGD(groups, lr=rate, momentum=config["momentum"], weight_decay=decay)
    betas = (config["beta1"], config["beta2"])
    return torch.optim.AdamW(groups, lr=rate, betas=betas, eps=config["epsilon"], weight_decay=decay)


def has_decay(name, value):
    return value.ndim > 1 and name not in ("cls_token", "pos_embed")


SGD = {"kind": "sgd", "learningRate": 0.03, "momentum": 0.9, "weightDecay": 1e-2}
# Faster, batch norm on so few rows blows up rounding: at 0.03 PyTorch's own float32 leaves its float64 by a percent.
SLOW_SGD = {**SGD, "learningRate": 0.003}
# A large epsilon: else a gradient that is 0 in truth (a key's bias) moves its parameter by its rounding errors.
ADAMW = {"kind": "adamw", "learningRate": 0.01, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-3, "weightDecay": 0.04}
RESNET = {"kind": "resnet", "depth": 10, "width": 4, "stem": "small"}
VIT = {"kind": "vit", "patch": PATCH, "width": WIDTH, "depth": 1, "heads": HEADS}
PLACE = {"count": COUNT, "views": VIEWS, "channels": CHANNELS, "steps": STEPS, "stepsPerEpoch": STEPS_PER_EPOCH, "epochs": EPOCHS}


def dino(backbone, config, optimizer_config, centering=True, fixed=True):
    hidden, bottleneck, outputs = 24, 8, 12
    temperature = {"first": 0.05, "final": 0.1, "warmupEpochs": 2}
    momentum, decay_end = 0.9, 10 * optimizer_config["weightDecay"]
    networks = []
    for _ in range(2):
        body = backbone().double().train()
        head = DINOProjectionHead(
            body.features, hidden, bottleneck, outputs, batch_norm=False, freeze_last_layer=1, norm_last_layer=fixed
        ).double()
        networks.append((body, head))

    def entries_of(body, head):
        linears = {f"head.mlp.{place}": head.layers[place] for place in (0, 2, 4)}
        own = {f"{name}.{kind}": getattr(layer, kind) for name, layer in linears.items() for kind in ("weight", "bias")}
        last = {"head.last_layer.weight_g": head.last_layer.weight_g, "head.last_layer.weight_v": head.last_layer.weight_v}
        return named(body, {**own, **last})

    (body, head), (teacher_body, teacher_head) = networks
    student, teacher = entries_of(body, head), entries_of(teacher_body, teacher_head)
    load(student, norm_names(body, []))
    with torch.no_grad():
        student["head.last_layer.weight_g"].fill_(1)
        for name, value in teacher.items():
            value.copy_(student[name])
            value.requires_grad = False
    first = copies(student)

    loss_of = DINOLoss(
        output_dim=outputs,
        warmup_teacher_temp=temperature["first"],
        teacher_temp=temperature["final"],
        warmup_teacher_temp_epochs=temperature["warmupEpochs"],
        student_temp=0.1,
        center_momentum=0.8,
    ).double()
    loss_of.teacher_temp_schedule = loss_of.teacher_temp_schedule.double()
    optimizer = optimizer_of(optimizer_config, student, has_decay)
    steps, gradients = [], None
    for step in range(STEPS):
        epoch = step // STEPS_PER_EPOCH
        optimizer.param_groups[0]["weight_decay"] = cosine(optimizer_config["weightDecay"], decay_end, step)
        views = pictures(step)
        with torch.no_grad():
            teacher_output = teacher_head(multi_crop(teacher_body, views[:2]))
        student_output = head(multi_crop(body, views))
        warm = epoch < temperature["warmupEpochs"]
        now = float(loss_of.teacher_temp_schedule[epoch]) if warm else temperature["final"]
        seen = F.softmax((teacher_output - loss_of.center[0]) / now, dim=-1)
        loss = loss_of(list(teacher_output.chunk(2)), list(student_output.chunk(len(VIEWS))), teacher_temp=now)
        if not centering:
            loss_of.center.zero_()
        optimizer.zero_grad()
        loss.backward()
        gradients = gradients or gradients_of(student)
        head.cancel_last_layer_gradients(epoch)
        optimizer.step()
        follows = cosine(momentum, 1, step)
        with torch.no_grad():
            for name, value in teacher.items():
                if isinstance(student[name], torch.nn.Parameter):
                    value.mul_(follows).add_((1 - follows) * student[name].detach())
        steps.append({
            "loss": loss.item(),
            "teacherEntropy": float(-(seen * seen.log()).sum(1).mean()),
            "teacherTemperature": now,
            "teacherMomentum": follows,
            "lastLayerLearns": 0 if epoch < 1 else 1,
        })
    ended = {**described(student, first), **{f"teacher.{name}": entry for name, entry in described(teacher, first).items()}}
    if centering:
        ended["center"] = {"moved": float(loss_of.center.norm()), "samples": samples(loss_of.center)}
    return {
        "backbone": config,
        "optimizer": optimizer_config,
        "weightDecayEnd": decay_end,
        "method": {
            "kind": "dino",
            "head": {"layers": 3, "hidden": hidden, "bottleneck": bottleneck, "outputs": outputs, "isNormFixed": fixed},
            "studentTemperature": 0.1,
            "teacherTemperature": temperature,
            "teacherMomentum": momentum,
            "centering": centering,
            "centerMomentum": 0.8,
            "frozenEpochs": 1,
        },
        "steps": steps,
        "gradients": gradients,
        "ended": ended,
    }


def swav(backbone, config, optimizer_config, queue_length):
    hidden, dimension, prototypes, temperature, epsilon = 12, 8, 10, 0.1, 0.05
    body = backbone().double().train()
    head = SwaVProjectionHead(body.features, hidden, dimension).double().train()
    clusters = torch.nn.Linear(dimension, prototypes, bias=False).double()
    first_layer, norm, _, last_layer = head.layers
    if first_layer.bias is not None:  # of no use before batch norm; ours has none
        first_layer.bias.requires_grad = False
        first_layer.bias.data.zero_()
    prefix = "projection_head.layers"
    entries = named(body, {
        f"{prefix}.0.linear.weight": first_layer.weight,
        f"{prefix}.0.norm.weight": norm.weight,
        f"{prefix}.0.norm.bias": norm.bias,
        f"{prefix}.0.norm.running_mean": norm.running_mean,
        f"{prefix}.0.norm.running_var": norm.running_var,
        f"{prefix}.1.linear.weight": last_layer.weight,
        f"{prefix}.1.linear.bias": last_layer.bias,
        "prototypes.weight": clusters.weight,
    })
    load(entries, norm_names(body, [f"{prefix}.0.norm"]))
    first = copies(entries)
    optimizer = optimizer_of(optimizer_config, entries, has_decay)
    loss_of = SwaVLoss(temperature=temperature, sinkhorn_iterations=3, sinkhorn_epsilon=epsilon)
    start_epoch, frozen_epochs = 0 if queue_length == 2 * COUNT else 1, 0.5
    queue = torch.zeros(2, queue_length, dimension, dtype=torch.float64) if queue_length else None
    steps, gradients = [], None
    for step in range(STEPS):
        with torch.no_grad():
            clusters.weight.copy_(F.normalize(clusters.weight, dim=1, p=2))
        embedding = F.normalize(head(multi_crop(body, pictures(step))), dim=1, p=2)
        scores = list(clusters(embedding).chunk(len(VIEWS)))
        queued = None
        if queue is not None and step >= start_epoch * STEPS_PER_EPOCH:
            if not torch.all(queue[0, -1, :] == 0):
                queued = [(part @ clusters.weight.t()).detach() for part in queue]
            with torch.no_grad():
                for view, new in enumerate(embedding.chunk(len(VIEWS))[:2]):
                    queue[view, COUNT:] = queue[view, :-COUNT].clone()
                    queue[view, :COUNT] = new
        loss = loss_of(scores[:2], scores[2:], queued)
        optimizer.zero_grad()
        loss.backward()
        gradients = gradients or gradients_of(entries)
        if step < frozen_epochs * STEPS_PER_EPOCH:
            clusters.weight.grad = None
        optimizer.step()
        learns, fills = step >= frozen_epochs * STEPS_PER_EPOCH, step >= start_epoch * STEPS_PER_EPOCH
        rates = {"prototypesLearn": int(learns), **({"queueFills": int(fills)} if queue_length else {})}
        steps.append({"loss": loss.item(), "usesQueue": queued is not None, **rates})
    ended = described(entries, first)
    if queue_length:
        for view, part in enumerate(queue):
            ended[f"queue.{view}"] = {"moved": float(part.norm()), "samples": samples(part)}
    return {
        "backbone": config,
        "optimizer": optimizer_config,
        "weightDecayEnd": None,
        "method": {
            "kind": "swav",
            "projector": [hidden, dimension],
            "prototypes": prototypes,
            "temperature": temperature,
            "epsilon": epsilon,
            "sinkhornIterations": 3,
            "queue": {"length": queue_length, "startEpoch": start_epoch} if queue_length else None,
            "frozenEpochs": frozen_epochs,
        },
        "steps": steps,
        "gradients": gradients,
        "ended": ended,
    }


def digits(value):
    """All numbers with 7 significant digits, at any depth."""
    if isinstance(value, dict):
        return {key: digits(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [digits(entry) for entry in value]
    return rounded(value) if isinstance(value, float) else value


def loss_cases():
    rng = np.random.default_rng(31)
    unit = lambda values: given(values / np.linalg.norm(values, axis=1, keepdims=True))
    assigned = []
    for rows, prototypes, epsilon, iterations in [(6, 4, 0.05, 3), (5, 8, 0.5, 1), (9, 3, 0.03, 10)]:
        scores = given(unit(rng.normal(size=(rows, 8))) @ unit(rng.normal(size=(prototypes, 8))).T)
        codes = sinkhorn(torch.tensor(scores), iterations=iterations, epsilon=epsilon)
        assigned.append({"scores": rounded(scores), "epsilon": epsilon, "iterations": iterations, "codes": rounded(codes.numpy())})

    swapped = []
    for views, count, prototypes in [(2, 4, 5), (5, 3, 6)]:
        scores = given(rng.uniform(-1, 1, size=(views * count, prototypes)))
        x = torch.tensor(scores, requires_grad=True)
        parts = list(x.chunk(views))
        loss = SwaVLoss(temperature=0.1, sinkhorn_iterations=3, sinkhorn_epsilon=0.05)(parts[:2], parts[2:])
        loss.backward()
        swapped.append({"count": count, "scores": rounded(scores), "loss": rounded(loss.item()), "gradient": rounded(x.grad.numpy())})

    distilled = []
    for views, count, outputs in [(2, 4, 5), (6, 3, 7)]:
        student, teacher = given(rng.normal(size=(views * count, outputs))), given(rng.normal(size=(2 * count, outputs)))
        center = given(rng.normal(size=(1, outputs)))
        loss_of = DINOLoss(outputs, student_temp=0.2, center_momentum=0.9).double()
        loss_of.center.copy_(torch.tensor(center)[None])
        x = torch.tensor(student, requires_grad=True)
        loss = loss_of(list(torch.tensor(teacher).chunk(2)), list(x.chunk(views)), teacher_temp=0.3)
        loss.backward()
        distilled.append({
            "student": rounded(student), "teacher": rounded(teacher), "center": rounded(center),
            "studentTemperature": 0.2, "teacherTemperature": 0.3, "centerMomentum": 0.9,
            "loss": rounded(loss.item()), "gradient": rounded(x.grad.numpy()), "nextCenter": rounded(loss_of.center[0].numpy()),
        })
    return {"sinkhorn": assigned, "swav": swapped, "dino": distilled}


if __name__ == "__main__":
    write("losses/fixtures/clustering.json", loss_cases())
    cases = {
        "dino on vit": dino(Vit, VIT, ADAMW),
        "dino on resnet": dino(Resnet, RESNET, SGD, fixed=False),
        "dino without centering": dino(Vit, VIT, ADAMW, centering=False),
        "swav on resnet": swav(Resnet, RESNET, SLOW_SGD, 2 * COUNT),
        "swav on vit": swav(Vit, VIT, ADAMW, 0),
        "swav on vit, queue from the second epoch": swav(Vit, VIT, ADAMW, COUNT),
    }
    write("methods/fixtures/clustering.json", {"place": PLACE, "cases": digits(cases)})
