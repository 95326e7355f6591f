"""20 steps of torch.optim.SGD and AdamW and of MoCo v3's LARS under warm-up + cosine, in float64, on given gradients."""

import math

import numpy as np
import torch

from fixture import given, rounded, write

rng = np.random.default_rng(2)
STEPS, STEPS_PER_EPOCH, WARMUP_EPOCHS, EPOCHS = 20, 5, 1, 4


class Lars(torch.optim.Optimizer):
    """https://github.com/facebookresearch/moco-v3/blob/main/moco/optimizer.py, whose rule is `p.ndim > 1`."""

    def __init__(self, params, lr, weight_decay, momentum, trust_coefficient):
        super().__init__(params, dict(lr=lr, weight_decay=weight_decay, momentum=momentum, trust_coefficient=trust_coefficient))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                direction = p.grad
                if p.ndim > 1:
                    direction = direction.add(p, alpha=group["weight_decay"])
                    weight_norm, norm = torch.linalg.norm(p), torch.linalg.norm(direction)
                    if weight_norm > 0 and norm > 0:
                        direction = direction * (group["trust_coefficient"] * weight_norm / norm)
                buffer = self.state[p].setdefault("buffer", torch.zeros_like(p))
                buffer.mul_(group["momentum"]).add_(direction)
                p.sub_(group["lr"] * buffer)


def learning_rate(step, base, final=0.1):
    """MAE's lr_sched.py with fractional epochs."""
    epoch = step / STEPS_PER_EPOCH
    if epoch < WARMUP_EPOCHS:
        return base * epoch / WARMUP_EPOCHS
    return base * final + base * (1 - final) * 0.5 * (1.0 + math.cos(math.pi * (epoch - WARMUP_EPOCHS) / (EPOCHS - WARMUP_EPOCHS)))


def cosine(step, start, end):
    """DINO's utils.cosine_scheduler without warm-up."""
    return end + 0.5 * (start - end) * (1 + math.cos(math.pi * step / STEPS))


def create(config, groups):
    rate = config["learningRate"]
    if config["kind"] == "sgd":
        return torch.optim.SGD(groups, lr=rate, momentum=config["momentum"], nesterov=config["nesterov"])
    if config["kind"] == "lars":
        return Lars(groups, lr=rate, weight_decay=0, momentum=config["momentum"], trust_coefficient=config["trust"])
    return torch.optim.AdamW(groups, lr=rate, betas=(config["beta1"], config["beta2"]), eps=config["epsilon"])


def train(config, groups=None, decay_to=None):
    """
    groups: each parameter's factor on the learning rate and its decay; decay_to: what the decay's factor moves to from 1.
    An average of the weights follows, with a momentum that moves from 0.9 to 1.
    """
    own = {"weight": {"learningRateFactor": 1, "weightDecay": config["weightDecay"]}, "bias": {"learningRateFactor": 1, "weightDecay": 0}}
    groups = groups or own
    weights = {k: torch.tensor(v, requires_grad=True) for k, v in start.items()}
    average = {k: torch.tensor(v) for k, v in start.items()}
    optimizer = create(config, [{"params": [weights[k]], "weight_decay": groups[k]["weightDecay"]} for k in weights])
    rates, factors, trace = [], [], []
    for step in range(STEPS):
        rates.append(learning_rate(step, config["learningRate"]))
        factors.append(1 if decay_to is None else cosine(step, 1, decay_to))
        for key, group in zip(weights, optimizer.param_groups):
            group["lr"] = rates[-1] * groups[key]["learningRateFactor"]
            group["weight_decay"] = factors[-1] * groups[key]["weightDecay"]
        for key, weight in weights.items():
            weight.grad = torch.tensor(gradients[step][key])
        optimizer.step()
        momentum = cosine(step, 0.9, 1)
        for key, weight in weights.items():
            average[key] = momentum * average[key] + (1 - momentum) * weight.detach()
        trace.append({k: rounded(v.detach().numpy()) for k, v in weights.items()})
    return {
        "config": config, "groups": groups, "decayTo": decay_to, "learningRates": rounded(rates), "decayFactors": rounded(factors),
        "weights": trace, "average": {k: rounded(v.numpy()) for k, v in average.items()},
    }


def clipped(clip_in_place, grads, maximum):
    tensors = [torch.nn.Parameter(torch.zeros(v.shape, dtype=torch.float64)) for v in grads.values()]
    for tensor, value in zip(tensors, grads.values()):
        tensor.grad = torch.tensor(value)
    result = clip_in_place(tensors, maximum)
    return result, {k: rounded(t.grad.numpy()) for k, t in zip(grads, tensors)}


start = {"weight": given(rng.normal(size=(3, 2))), "bias": given(rng.normal(size=3))}
gradients = [{k: given(rng.normal(size=v.shape) * 10 ** rng.uniform(-2, 1)) for k, v in start.items()} for _ in range(STEPS)]
sgd = {"kind": "sgd", "learningRate": 0.1, "momentum": 0.9, "nesterov": False, "weightDecay": 0.01}
adamw = {"kind": "adamw", "learningRate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.05}
lars = {"kind": "lars", "learningRate": 0.3, "momentum": 0.9, "weightDecay": 1e-3, "trust": 0.001}
groups = {"weight": {"learningRateFactor": 0.5, "weightDecay": 0.2}, "bias": {"learningRateFactor": 2, "weightDecay": 0.1}}
cases = [
    train(sgd),
    train({**sgd, "nesterov": True}),
    train({**sgd, "momentum": 0.0, "weightDecay": 0.0}),
    train(adamw),
    train({**adamw, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-6, "weightDecay": 0.0}),
    train({**adamw, "beta1": 0.0, "epsilon": 0.1}),
    train(lars),
    train({**lars, "learningRate": 30.0}),
    train(sgd, groups, decay_to=4),
    train(adamw, groups, decay_to=4),
]

clip = []
for maximum in [0.5, 100.0]:
    grads = {k: given(rng.normal(size=v.shape) * 3) for k, v in start.items()}
    norm, by_norm = clipped(torch.nn.utils.clip_grad_norm_, grads, maximum)
    _, by_value = clipped(torch.nn.utils.clip_grad_value_, grads, maximum)
    clip.append({
        "max": maximum, "gradients": {k: rounded(v) for k, v in grads.items()}, "norm": rounded(norm.item()),
        "clipped": by_norm, "clippedByValue": by_value,
    })

write("optim/fixtures/optim.json", {
    "schedule": {"stepsPerEpoch": STEPS_PER_EPOCH, "epochs": EPOCHS, "warmupEpochs": WARMUP_EPOCHS, "finalFactor": 0.1},
    "start": {k: rounded(v) for k, v in start.items()},
    "gradients": [{k: rounded(v) for k, v in g.items()} for g in gradients],
    "cases": cases, "clip": clip,
})
