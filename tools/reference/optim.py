"""20 steps of torch.optim.SGD and AdamW under warm-up + cosine, in float64, on given gradients."""

import math

import numpy as np
import torch

from fixture import given, rounded, write

rng = np.random.default_rng(2)
STEPS, STEPS_PER_EPOCH, WARMUP_EPOCHS, EPOCHS = 20, 5, 1, 4


def learning_rate(step, base, final=0.1):
    """MAE's lr_sched.py with fractional epochs."""
    epoch = step / STEPS_PER_EPOCH
    if epoch < WARMUP_EPOCHS:
        return base * epoch / WARMUP_EPOCHS
    return base * final + base * (1 - final) * 0.5 * (1.0 + math.cos(math.pi * (epoch - WARMUP_EPOCHS) / (EPOCHS - WARMUP_EPOCHS)))


start = {"weight": given(rng.normal(size=(3, 2))), "bias": given(rng.normal(size=3))}
gradients = [{k: given(rng.normal(size=v.shape) * 10 ** rng.uniform(-2, 1)) for k, v in start.items()} for _ in range(STEPS)]
cases = []
for config in [
    {"kind": "sgd", "learningRate": 0.1, "momentum": 0.9, "weightDecay": 0.01},
    {"kind": "sgd", "learningRate": 0.1, "momentum": 0.0, "weightDecay": 0.0},
    {"kind": "adamw", "learningRate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.05},
    {"kind": "adamw", "learningRate": 0.01, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-6, "weightDecay": 0.0},
]:
    weights = {k: torch.tensor(v, requires_grad=True) for k, v in start.items()}
    groups = [{"params": [weights["weight"]], "weight_decay": config["weightDecay"]}, {"params": [weights["bias"]], "weight_decay": 0.0}]
    if config["kind"] == "sgd":
        optimizer = torch.optim.SGD(groups, lr=config["learningRate"], momentum=config["momentum"])
    else:
        optimizer = torch.optim.AdamW(groups, lr=config["learningRate"], betas=(config["beta1"], config["beta2"]), eps=config["epsilon"])
    rates, trace = [], []
    for step in range(STEPS):
        rates.append(learning_rate(step, config["learningRate"]))
        for group in optimizer.param_groups:
            group["lr"] = rates[-1]
        for key, weight in weights.items():
            weight.grad = torch.tensor(gradients[step][key])
        optimizer.step()
        trace.append({k: rounded(v.detach().numpy()) for k, v in weights.items()})
    cases.append({"config": config, "learningRates": rounded(rates), "weights": trace})

clip = []
for maximum in [0.5, 100.0]:
    grads = {k: given(rng.normal(size=v.shape) * 3) for k, v in start.items()}
    tensors = [torch.nn.Parameter(torch.zeros(v.shape, dtype=torch.float64)) for v in grads.values()]
    for tensor, value in zip(tensors, grads.values()):
        tensor.grad = torch.tensor(value)
    norm = torch.nn.utils.clip_grad_norm_(tensors, maximum)
    clip.append({
        "max": maximum, "gradients": {k: rounded(v) for k, v in grads.items()}, "norm": rounded(norm.item()),
        "clipped": {k: rounded(t.grad.numpy()) for k, t in zip(grads, tensors)},
    })

write("optim/fixtures/optim.json", {
    "schedule": {"stepsPerEpoch": STEPS_PER_EPOCH, "epochs": EPOCHS, "warmupEpochs": WARMUP_EPOCHS, "finalFactor": 0.1},
    "start": {k: rounded(v) for k, v in start.items()},
    "gradients": [{k: rounded(v) for k, v in g.items()} for g in gradients],
    "cases": cases, "clip": clip,
})
