"""Writes libs/classical/src/fixtures/classical.json: what scikit-image, scikit-learn and numpy answer.

    python tools/reference/hog.py    (needs numpy, scikit-image, scikit-learn)
"""
import json
import pathlib

import numpy as np
import skimage
import sklearn
from skimage.feature import hog
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

rng = np.random.default_rng(1709)
out = {"versions": {"numpy": np.__version__, "skimage": skimage.__version__, "sklearn": sklearn.__version__}}

out["hog"] = []
for height, width, orientations, cell in [(16, 16, 9, 4), (24, 20, 9, 8), (21, 27, 6, 5), (32, 32, 8, 8)]:
    picture = rng.integers(0, 256, (height, width))
    picture[: height // 2] = np.where(picture[: height // 2] > 128, 255, 0)  # near-binary, as scanned boards
    picture[:, : cell + 1] = 40  # flat cells, whose norm is the epsilon's
    answer = hog(picture.astype(float), orientations, (cell, cell), (2, 2), block_norm="L2-Hys")
    out["hog"].append({"width": width, "height": height, "orientations": orientations, "cell": cell,
                       "pixels": picture.ravel().tolist(), "descriptor": answer.tolist()})

out["svm"] = []
for classes, n, d, c, weights in [(3, 60, 8, 0.1, None), (4, 50, 70, 1.0, "balanced"), (2, 40, 5, 1.0, None), (2, 45, 6, 0.5, "balanced")]:
    labels = rng.integers(0, classes, n)
    labels[:classes] = np.arange(classes)
    features = (rng.normal(size=(n, d)) + 1.2 * rng.normal(size=(classes, d))[labels]).astype(np.float32)
    features[:, 1] = 3  # never changes
    x = StandardScaler().fit_transform(features.astype(np.float64))
    svm = LinearSVC(C=c, class_weight=weights, tol=1e-10, max_iter=2_000_000, dual=True).fit(x, labels)
    decisions = svm.decision_function(x)
    if classes == 2:
        decisions = np.stack([-decisions, decisions], 1)
    coef, bias = (svm.coef_, svm.intercept_) if classes > 2 else (np.concatenate([-svm.coef_, svm.coef_]), np.concatenate([-svm.intercept_, svm.intercept_]))
    counts = np.bincount(labels, minlength=classes)
    own = n / (classes * counts) if weights == "balanced" else np.ones(classes)
    objectives = []
    for k in range(classes):
        y = np.where(labels == k, 1, -1)
        cost = c * np.where(y > 0, own[k], 1)
        if classes == 2:  # one machine for both: each side has its own weight
            cost = c * own[labels]
        slack = np.maximum(0, 1 - y * (x @ coef[k] + bias[k]))
        objectives.append(0.5 * (coef[k] @ coef[k] + bias[k] ** 2) + float((cost * slack**2).sum()))
    out["svm"].append({"classes": classes, "n": n, "d": d, "c": c, "classWeights": weights or "none",
                       "features": features.ravel().tolist(), "labels": labels.tolist(),
                       "decisions": decisions.ravel().tolist(), "objectives": objectives})

n, p, d = 12, 3, 5
features = rng.normal(size=(n, p, d)).astype(np.float32)
unseen = (2 * rng.normal(size=(4, p, d))).astype(np.float32)
distances = np.zeros((4, p))
for j in range(p):
    covariance = np.cov(features[:, j].astype(np.float64), rowvar=False) + 0.01 * np.eye(d)
    offset = unseen[:, j] - features[:, j].astype(np.float64).mean(0)
    distances[:, j] = np.sqrt(np.einsum("nd,de,ne->n", offset, np.linalg.inv(covariance), offset))
out["gaussian"] = {"shape": [n, p, d], "regularisation": 0.01, "features": features.ravel().tolist(),
                   "unseen": unseen.ravel().tolist(), "distances": distances.ravel().tolist()}

root = next(folder for folder in pathlib.Path(__file__).resolve().parents if (folder / "nx.json").exists())
target = root / "libs/classical/src/fixtures/classical.json"
target.parent.mkdir(exist_ok=True)
target.write_text(json.dumps(out) + "\n")
print(target.relative_to(root), target.stat().st_size, "bytes")
