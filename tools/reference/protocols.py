"""Evaluation protocols by PyTorch: DINO's weighted kNN, and a linear head trained by SGD behind batch norm.

The kNN takes the steps of DINO's `eval_knn.py` (facebookresearch/dino, `knn_classifier`): features of length 1, the k
largest products, votes exp(similarity / T). The head is that of DINO's `eval_linear.py` (SGD with momentum, cosine over
the epochs), behind the `BatchNorm1d(affine=False, eps=1e-6)` of MAE's `main_linprobe.py`.
"""

import torch
import torch.nn.functional as F

from fixture import given, rounded, write

torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(11)


def blobs(count, dimension, classes, spread):
    centres = torch.randn(classes, dimension, generator=generator) * 1.5
    labels = torch.arange(count) % classes
    features = centres[labels] + spread * torch.randn(count, dimension, generator=generator)
    return torch.from_numpy(given(features.numpy())), labels


def vote(bank, bank_labels, queries, classes, k, temperature):
    similarity = F.normalize(queries, dim=1) @ F.normalize(bank, dim=1).T
    nearest, voters = similarity.topk(k, largest=True, sorted=True)
    votes = torch.zeros(len(queries), classes).scatter_add(1, bank_labels[voters], (nearest / temperature).exp())
    return votes / votes.sum(1, keepdim=True)


cases = []
for classes, k, temperature in [(4, 10, 0.07), (3, 20, 0.07), (6, 20, 0.2)]:
    bank, labels = blobs(60, 5, classes, 1.5)
    queries, _ = blobs(15, 5, classes, 2.0)
    scores = vote(bank, labels, queries, classes, k, temperature)
    cases.append({
        "bank": rounded(bank), "labels": rounded(labels), "queries": rounded(queries), "classes": classes, "k": k,
        "temperature": temperature, "scores": rounded(scores), "predicted": rounded(scores.argmax(1)),
    })
write("probes/fixtures/dinoKnn.json", cases)


def train(features, labels, classes, first, rate, case):
    norm = torch.nn.BatchNorm1d(features.shape[1], affine=False, eps=1e-6) if case["normalise"] == "batch" else torch.nn.Identity()
    head = torch.nn.Linear(features.shape[1], classes)
    with torch.no_grad():
        head.weight.copy_(first.T)
        head.bias.zero_()
    optimizer = torch.optim.SGD(head.parameters(), rate, momentum=case["momentum"], weight_decay=case["weightDecay"])
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, case["epochs"], eta_min=0)
    for _ in range(case["epochs"]):
        for start in range(0, len(features), case["batchSize"]):
            rows = slice(start, start + case["batchSize"])
            optimizer.zero_grad()
            F.cross_entropy(head(norm(features[rows])), labels[rows]).backward()
            optimizer.step()
        schedule.step()
    norm.eval()
    with torch.no_grad():
        return {"weights": rounded(head.weight), "bias": rounded(head.bias), "logits": rounded(head(norm(features[:6])))}


cases = []
for classes, normalise, momentum, weight_decay in [(3, "batch", 0.9, 0.0), (3, "none", 0.9, 0.001), (2, "batch", 0.0, 0.0)]:
    features, labels = blobs(24, 5, classes, 2.0)
    features = torch.from_numpy(given((features * torch.tensor([1, 4, 0.3, 1, 1]) + torch.tensor([0, 2, 0, -1, 0])).numpy()))
    first = torch.from_numpy(given(0.01 * torch.randn(5, classes, generator=generator).numpy()))
    case = {
        "classes": classes, "normalise": normalise, "momentum": momentum, "weightDecay": weight_decay, "epochs": 4,
        "batchSize": 8, "learningRates": [0.01, 0.1, 1.0],
    }
    heads = [train(features, labels, classes, first, rate, case) for rate in case["learningRates"]]
    cases.append({**case, "features": rounded(features), "labels": rounded(labels), "first": rounded(first), "heads": heads})
write("probes/fixtures/sweep.json", cases)
