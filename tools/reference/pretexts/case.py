"""One method on one backbone, and what of its step is stored."""

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from backbones import fill, load, samples
from fixture import rounded
from pretexts.networks import Resnet, Vit


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
