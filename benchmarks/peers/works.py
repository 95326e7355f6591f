"""
What is trained, by name: a network, its loss, what a step is fed, its optimizer. The other side's list is
benchmarks/training/works.ts; sizes come from there with the task, so that they stand in one place.
"""

import copy
from dataclasses import dataclass, field
from typing import Callable

import torch
from torch import nn
from torch.nn import functional as F

import augment
import convolutions


@dataclass
class Work:
    model: nn.Module
    #: Tensors of a step -> loss; may be compiled.
    loss: Callable
    #: Tensors of a step; drawn anew where a real step would draw them.
    feeds: Callable
    optimizer: str
    after_step: Callable = lambda: None
    #: Other networks that have to be in the same memory format.
    others: list[nn.Module] = field(default_factory=list)
    #: Feeds that are pictures, for the memory format.
    pictures: tuple[str, ...] = ("x",)


def simclr_loss(z, temperature: float = 0.5):
    z = F.normalize(z.float(), dim=1)
    count = len(z)
    similarity = z @ z.T / temperature
    similarity = similarity.masked_fill(torch.eye(count, dtype=torch.bool), float("-inf"))
    return F.cross_entropy(similarity, (torch.arange(count) + count // 2) % count)


def resnet18_simclr(task: dict) -> Work:
    model, side = convolutions.ResnetWithProjector(), task["side"]
    feeds = {"x": torch.randn(2 * task["batch"], 3, side, side)}
    return Work(model, lambda x: simclr_loss(model(x)), lambda: feeds, "sgd")


def resnet18_simclr_augmented(task: dict) -> Work:
    model, side, pack, batch = convolutions.ResnetWithProjector(), task["side"], task["pack"], task["batch"]
    pixels = torch.randint(0, 256, (batch, 3, pack, pack), dtype=torch.uint8)

    def loss(x, first, second):
        with torch.no_grad():
            views = torch.cat([augment.augment(x, drawn, side) for drawn in (first, second)])
        return simclr_loss(model(views))

    feeds = lambda: {"x": pixels, "first": augment.draw(batch, pack), "second": augment.draw(batch, pack)}
    return Work(model, loss, feeds, "sgd")


def resnet50_supervised(task: dict) -> Work:
    model, side, batch = convolutions.resnet50(task["classes"]), task["side"], task["batch"]
    feeds = {"x": torch.randn(batch, 3, side, side), "y": torch.randint(0, task["classes"], (batch,))}
    return Work(model, lambda x, y: F.cross_entropy(model(x).float(), y), lambda: feeds, "sgd")


def vit_mae(task: dict) -> Work:
    from vision_transformers import Mae

    model = Mae(task["side"], task["patch"], task["encoder"], task["decoder"], task["maskRatio"])
    x = torch.randn(task["batch"], 3, task["side"], task["side"])
    feeds = lambda: {"x": x, "noise": torch.rand(task["batch"], model.length)}
    return Work(model, lambda x, noise: model(x, noise), feeds, "adamw")


def vit_multicrop(task: dict) -> Work:
    from vision_transformers import MultiCropVit

    batch, side = task["batch"], task["side"]
    student = MultiCropVit(side, task["patch"], task["encoder"], task["head"])
    teacher = copy.deepcopy(student).requires_grad_(False)
    center = torch.zeros(1, task["head"]["prototypes"])
    large = torch.randn(task["globals"] * batch, 3, side, side)
    small = torch.randn(task["locals"] * batch, 3, side // 2, side // 2)

    def loss(large, small):
        with torch.no_grad():
            seen = teacher(large)
            target = F.softmax((seen - center) / 0.04, dim=1).unflatten(0, (task["globals"], batch))
            center.mul_(0.9).add_(seen.mean(0, keepdim=True), alpha=0.1)
        logits = [student(large).unflatten(0, (task["globals"], batch)), student(small).unflatten(0, (task["locals"], batch))]
        log_probability = F.log_softmax(torch.cat(logits) / 0.1, dim=2)
        # Every teacher's crop against every student's but the same one.
        total = log_probability.sum(0, keepdim=True) - log_probability[: task["globals"]]
        pairs = task["globals"] * (task["globals"] + task["locals"] - 1)
        return -(target * total).sum() / (pairs * batch)

    targets, sources = list(teacher.parameters()), list(student.parameters())

    def follow():
        with torch.no_grad():
            torch._foreach_lerp_(targets, sources, 1 - 0.996)

    feeds = {"large": large, "small": small}
    return Work(student, loss, lambda: feeds, "adamw", follow, [teacher], ("large", "small"))


def unet(task: dict) -> Work:
    model, side, batch = convolutions.Unet(task["widths"], task["classes"]), task["side"], task["batch"]
    feeds = {"x": torch.randn(batch, 3, side, side), "y": torch.randint(0, task["classes"], (batch, side, side))}
    return Work(model, lambda x, y: F.cross_entropy(model(x).float(), y), lambda: feeds, "sgd")


#: Packages that a work needs beside PyTorch, so that they can be loaded before memory is looked at.
PACKAGES = {
    "resnet18-simclr": "torchvision",
    "resnet18-simclr-augmented": "torchvision",
    "resnet50-supervised": "torchvision",
    "vit-ti-mae": "timm.models.vision_transformer",
    "vit-s-mae": "timm.models.vision_transformer",
    "vit-ti-multicrop": "timm.models.vision_transformer",
}

WORKS = {
    "resnet18-simclr": resnet18_simclr,
    "resnet18-simclr-augmented": resnet18_simclr_augmented,
    "resnet50-supervised": resnet50_supervised,
    "vit-ti-mae": vit_mae,
    "vit-s-mae": vit_mae,
    "vit-ti-multicrop": vit_multicrop,
    "unet": unet,
}
