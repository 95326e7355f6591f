"""Fixtures of what a pretraining is watched by, and of projections of features.

    python tools/reference/watching.py

Signals: lightly's standard deviation of normalised features, RankMe by torch's singular values, alignment and uniformity
by the authors' two functions (github.com/SsnL/align_uniform, quoted below). Eigenvalues: numpy. Projections:
scikit-learn's PCA and trustworthiness.
"""

import json
from pathlib import Path

import numpy as np
import torch
from fixture import given, rounded
from lightly.utils.debug import std_of_l2_normalized
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness
from umap import UMAP

LIBS = Path(__file__).resolve().parents[2] / "libs"
rng = np.random.default_rng(11)


def align_loss(x, y, alpha=2):
    return (x - y).norm(p=2, dim=1).pow(alpha).mean()


def uniform_loss(x, t=2):
    return torch.pdist(x, p=2).pow(2).mul(-t).exp().mean().log()


def rankme(z, epsilon=1e-7):
    """arXiv 2210.02885, equation 1."""
    singular = torch.linalg.svdvals(z)
    shares = singular / singular.sum() + epsilon
    return torch.exp(-(shares * shares.log()).sum())


def signals(name, a, b):
    a, b = given(a), given(b)
    ta, tb = torch.tensor(a), torch.tensor(b)
    unit_a, unit_b = (torch.nn.functional.normalize(x, dim=1) for x in (ta, tb))
    return {
        "name": name,
        "a": a.tolist(),
        "b": b.tolist(),
        "std": float(std_of_l2_normalized(ta)),
        "rankme": float(rankme(ta)),
        "alignment": float(align_loss(unit_a, unit_b)),
        "uniformity": float(uniform_loss(unit_a)),
    }


def feature_cases():
    spread = rng.normal(size=(12, 6))
    many = rng.normal(size=(7, 20)) ** 2
    plane = rng.normal(size=(15, 2)) @ rng.normal(size=(2, 8))
    close = 3 + 1e-3 * rng.normal(size=(10, 5))
    return [
        signals("features that fill the space", spread, spread + 0.1 * rng.normal(size=spread.shape)),
        signals("positive features, more than pictures", many, many * rng.uniform(0.5, 1.5, size=many.shape)),
        signals("features of a plane", plane, plane[::-1]),
        signals("features that hardly differ", close, close + 1e-3 * rng.normal(size=close.shape)),
    ]


def eigen_cases():
    square = rng.normal(size=(9, 9))
    few = rng.normal(size=(8, 3))
    blocks = np.diag([4.0, 4.0, 1.0, 0.0, -2.0])
    cases = []
    for name, matrix in [
        ("a dense matrix", square + square.T),
        ("a matrix of rank 3", few @ few.T),
        ("a diagonal matrix with a double value", blocks),
        ("one number", np.array([[2.5]])),
    ]:
        matrix = given(matrix)
        values = np.linalg.eigvalsh(matrix, UPLO="L")[::-1]
        cases.append({"name": name, "matrix": matrix.tolist(), "values": rounded(values)})
    return cases


def projections():
    """Real features: 120 of scikit-learn's 8 x 8 digits, every fifteenth."""
    digits = load_digits()
    x = digits.data[::15][:120]
    pca = PCA(n_components=2, svd_solver="full")
    flat = pca.fit_transform(x)
    cloud = given(rng.normal(size=(40, 4)))
    others = {
        "tsne": TSNE(perplexity=15, init="pca", random_state=0).fit_transform(x),
        "umap": UMAP(n_neighbors=15, min_dist=0.1, random_state=0).fit_transform(x),
    }
    return {
        "x": x.astype(int).tolist(),
        "labels": digits.target[::15][:120].tolist(),
        "pca": {"coordinates": rounded(flat), "explained": rounded(pca.explained_variance_ratio_)},
        "trustworthiness": {
            "neighbours": 5,
            "pca": trustworthiness(x, flat, n_neighbors=5),
            **{name: trustworthiness(x, y, n_neighbors=5) for name, y in others.items()},
        },
        # Of whole numbers many distances are equal, and scikit-learn leaves open which is nearer; of these none are.
        "without ties": {
            "x": cloud.tolist(),
            "coordinates": cloud[:, :2].tolist(),
            "neighbours": 7,
            "trustworthiness": trustworthiness(cloud, cloud[:, :2], n_neighbors=7),
        },
    }


def store(path, fixture):
    target = LIBS / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
    print(f"{path}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    store("metrics/src/features/fixtures/watching.json", {"features": feature_cases(), "eigen": eigen_cases()})
    store("classical/src/project/fixtures/projections.json", projections())
