"""NT-Xent, MAE loss and cross-entropy with their gradients, in float64 PyTorch."""

import numpy as np
import torch
import torch.nn.functional as F

from fixture import given, rounded, write

rng = np.random.default_rng(1)


def with_gradient(values, loss_of):
    x = torch.tensor(values, dtype=torch.float64, requires_grad=True)
    loss = loss_of(x)
    loss.backward()
    return {"loss": rounded(loss.item()), "gradient": rounded(x.grad.numpy())}


def nt_xent(z, temperature):
    """Written as a cross-entropy over the others, row by row: unlike the code that it checks."""
    z = F.normalize(z, dim=1)
    count = z.shape[0]
    total = 0.0
    for i in range(count):
        others = [j for j in range(count) if j != i]
        logits = torch.stack([z[i] @ z[j] for j in others]) / temperature
        target = torch.tensor([others.index((i + count // 2) % count)])
        total = total + F.cross_entropy(logits[None], target)
    return total / count


def mae_loss(prediction, target, mask, normalise):
    """facebookresearch/mae, models_mae.py, forward_loss."""
    if normalise:
        mean = target.mean(dim=-1, keepdim=True)
        var = target.var(dim=-1, keepdim=True)
        target = (target - mean) / (var + 1.0e-6) ** 0.5
    loss = (prediction - target) ** 2
    loss = loss.mean(dim=-1)
    return (loss * mask).sum() / mask.sum()


cases = []
for n, d, temperature in [(2, 3, 0.5), (6, 8, 0.1), (5, 16, 1.0)]:
    z = given(rng.normal(size=(2 * n, d)) * 3)
    cases.append({"z": rounded(z), "temperature": temperature, **with_gradient(z, lambda x: nt_xent(x, temperature))})
write("losses/fixtures/ntXent.json", cases)

cases = []
for normalise in [True, False]:
    prediction = given(rng.normal(size=(3, 6, 12)))
    target = given(rng.normal(size=(3, 6, 12)) * 2 + 1)
    mask = (rng.permuted(np.tile([1, 1, 1, 1, 0, 0], (3, 1)), axis=1)).astype(float)
    t, m = torch.tensor(target), torch.tensor(mask)
    cases.append({
        "prediction": rounded(prediction), "target": rounded(target), "mask": rounded(mask), "normalise": normalise,
        **with_gradient(prediction, lambda x: mae_loss(x, t, m, normalise)),
    })
write("losses/fixtures/maeLoss.json", cases)

cases = []
labels = [2, 0, 3, 3, 1, 0, 2]
weights = [0.5, 2.0, 1.25, 3.0]
for smoothing in [0.0, 0.1]:
    for class_weights in [None, weights]:
        logits = given(rng.normal(size=(7, 4)) * 2)
        w = None if class_weights is None else torch.tensor(class_weights, dtype=torch.float64)
        loss_of = lambda x: F.cross_entropy(x, torch.tensor(labels), weight=w, label_smoothing=smoothing)
        cases.append({
            "logits": rounded(logits), "labels": labels, "classWeights": class_weights, "labelSmoothing": smoothing,
            **with_gradient(logits, loss_of),
        })
write("losses/fixtures/crossEntropy.json", cases)
