"""Writes libs/classical/src/learners/fixtures/learners.json: what scikit-learn's learners answer on cuts of real boards.

    python tools/reference/classical_learners.py    (needs numpy, scikit-image, scikit-learn)
"""
import json
import pathlib

import numpy as np
import skimage
import sklearn
from skimage.feature import graycomatrix, graycoprops, local_binary_pattern
from skimage.io import imread
from sklearn.ensemble import AdaBoostClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, PredefinedSplit
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, OneClassSVM
from sklearn.tree import DecisionTreeClassifier

from fixture import rounded

ROOT = next(folder for folder in pathlib.Path(__file__).resolve().parents if (folder / "nx.json").exists())
SIDE = 32
# Not the contrast and the second moment, which order rows as others do: stumps would have two equal features.
PROPERTIES = ["dissimilarity", "homogeneity", "energy", "correlation"]
# Open, mouse bite, spur: they look alike, so that no learner is right about all.
KINDS = [1, 3, 4]
TRAINED, ASKED = 26, 13


def describe(cut):
    codes = local_binary_pattern(cut, 8, 1, "uniform").astype(int)
    matrix = graycomatrix((cut.astype(int) * 32 >> 8).astype(np.uint8), [1], [0, np.pi / 2], 32, symmetric=True, normed=True)
    return np.concatenate([np.bincount(codes.ravel(), minlength=10) / codes.size, *[graycoprops(matrix, p).ravel() for p in PROPERTIES]])


def cuts():
    found = {kind: [] for kind in KINDS}
    for path in sorted((ROOT / "examples/deeppcb/PCBData").rglob("*_not/*.txt")):
        picture = imread(path.parent.parent / path.parent.name.removesuffix("_not") / f"{path.stem}_test.jpg")
        picture = picture if picture.ndim == 2 else picture[..., 0]  # some are stored as three equal channels
        for line in path.read_text().splitlines():
            x1, y1, x2, y2, kind = map(int, line.split())
            if kind not in found:
                continue
            top = min(max(0, (y1 + y2 - SIDE) // 2), picture.shape[0] - SIDE)
            left = min(max(0, (x1 + x2 - SIDE) // 2), picture.shape[1] - SIDE)
            found[kind].append(describe(picture[top:top + SIDE, left:left + SIDE]))
    return found


def single(values):
    """As both sides read them: six digits, in single precision."""
    return np.array([[float(f"{value:.6g}") for value in row] for row in values], np.float32)


found = cuts()
rows = {kind: np.stack(found[kind][: TRAINED + ASKED]) for kind in KINDS}
assert all(len(of) == TRAINED + ASKED for of in rows.values()), {kind: len(of) for kind, of in rows.items()}
# One class has fewer rows, so that class weights matter.
trained = [TRAINED, TRAINED - 9, TRAINED]
scaler = StandardScaler().fit(np.concatenate([rows[kind][:n] for kind, n in zip(KINDS, trained)]))
x = single(scaler.transform(np.concatenate([rows[kind][:n] for kind, n in zip(KINDS, trained)])))
y = np.repeat(np.arange(3), trained)
asked = single(scaler.transform(np.concatenate([rows[kind][TRAINED:] for kind in KINDS])))
truth = np.repeat(np.arange(3), ASKED)
two = y < 2

out = {"versions": {"numpy": np.__version__, "skimage": skimage.__version__, "sklearn": sklearn.__version__},
       "dimension": x.shape[1], "features": [float(f"{v:.6g}") for v in x.ravel()], "labels": y.tolist(),
       "asked": [float(f"{v:.6g}") for v in asked.ravel()], "truth": truth.tolist()}


def of_classes(classes):
    return (x, y) if classes == 3 else (x[two], y[two])


def both(values):
    """scikit-learn has one column where there are two classes."""
    return np.stack([-values, values], 1) if values.ndim == 1 else values


out["svc"] = []
for classes, kernel, c, gamma, weights in [(3, "rbf", 1.0, "scale", None), (3, "rbf", 30.0, 0.02, "balanced"),
                                           (2, "rbf", 2.0, "scale", "balanced"), (3, "linear", 0.5, "scale", None)]:
    svc = SVC(C=c, kernel=kernel, gamma=gamma, class_weight=weights, tol=1e-9, break_ties=classes > 2).fit(*of_classes(classes))
    out["svc"].append({"classes": classes, "kernel": kernel, "c": c, "gamma": gamma, "classWeights": weights or "none",
                       "decisions": rounded(both(svc.decision_function(asked))), "predicted": svc.predict(asked).tolist(),
                       "support": int(len(svc.support_))})

out["oneClass"] = []
for nu, gamma in [(0.1, "scale"), (0.5, 0.05)]:
    svm = OneClassSVM(nu=nu, gamma=gamma, tol=1e-10).fit(x)
    out["oneClass"].append({"nu": nu, "gamma": gamma, "decisions": rounded(svm.decision_function(asked))})

out["logistic"] = []
for classes, c, weights in [(3, 1.0, None), (3, 20.0, "balanced"), (2, 0.3, None), (2, 5.0, "balanced")]:
    model = LogisticRegression(C=c, class_weight=weights, tol=1e-9, max_iter=100_000)
    rows, kinds = of_classes(classes)
    model.fit(rows.astype(np.float64), kinds)  # else it computes in single precision
    out["logistic"].append({"classes": classes, "c": c, "classWeights": weights or "none", "weights": rounded(model.coef_),
                            "bias": rounded(model.intercept_), "probabilities": rounded(model.predict_proba(asked.astype(np.float64)))})

out["knn"] = []
repeated = np.concatenate([asked[:3], x[:2]])  # rows at no distance
for k, weights in [(1, "uniform"), (5, "uniform"), (5, "distance"), (12, "distance")]:
    model = KNeighborsClassifier(k, weights=weights, algorithm="brute").fit(x.astype(np.float64), y)
    out["knn"].append({"k": k, "weights": weights, "probabilities": rounded(model.predict_proba(asked.astype(np.float64))),
                       "met": rounded(model.predict_proba(repeated.astype(np.float64)))})

# A stump or node with two equally good features is decided by the random state: there are none here.
out["adaBoost"] = []
for classes, rounds, rate in [(3, 40, 1.0), (2, 25, 0.5)]:
    models = [AdaBoostClassifier(n_estimators=rounds, learning_rate=rate, random_state=s).fit(*of_classes(classes)) for s in range(20)]
    answers = [both(model.decision_function(asked)) for model in models]
    assert all(np.array_equal(answer, answers[0]) for answer in answers)
    if classes == 2:
        answers[0] = answers[0] / 2  # ours: each class's own vote
    out["adaBoost"].append({"classes": classes, "rounds": rounds, "learningRate": rate, "decisions": rounded(answers[0]),
                            "weights": rounded(models[0].estimator_weights_), "probabilities": rounded(models[0].predict_proba(asked))})

out["tree"] = []
# Of few features and unlike weights no two are equally good in a node.
columns = [3, 8, 9, 14, 17]
weight = 1 + np.arange(len(y)) * 7919 % 101 / 1000
for depth, leaf, weights in [(3, 1, None), (4, 5, "balanced"), (None, 3, "balanced"), (None, 7, None)]:
    trees = [DecisionTreeClassifier(max_depth=depth, min_samples_leaf=leaf, class_weight=weights, random_state=s).fit(x[:, columns], y, weight).tree_ for s in range(30)]
    assert all(np.array_equal(t.feature, trees[0].feature) and np.array_equal(t.threshold, trees[0].threshold) for t in trees), "ties"
    tree = trees[0]
    out["tree"].append({"columns": columns, "maxDepth": depth, "minLeaf": leaf, "classWeights": weights or "none",
                        # In the order of a walk, left first.
                        "feature": [int(f) if f >= 0 else -1 for f in tree.feature],
                        "threshold": [float(t) if f >= 0 else 0 for f, t in zip(tree.feature, tree.threshold)],
                        "shares": rounded(tree.value[:, 0, :])})

forests = [RandomForestClassifier(100, min_samples_leaf=2, random_state=s).fit(x, y).predict_proba(asked) for s in range(40)]
accuracies = [float((p.argmax(1) == truth).mean()) for p in forests]
out["forest"] = {"trees": 100, "minLeaf": 2, "accuracy": {"mean": float(np.mean(accuracies)), "low": min(accuracies), "high": max(accuracies)},
                 "meanProbabilities": rounded(np.mean(forests, 0)), "spread": rounded(np.std(forests, 0).max())}

out["search"] = []
for metric in ["accuracy", "balanced_accuracy"]:
    grid = [{"c": c, "gamma": gamma} for c in [0.1, 1.0, 10.0] for gamma in [0.01, 0.1]]
    pipeline = Pipeline([("scale", StandardScaler()), ("svc", SVC(tol=1e-9, break_ties=True))])
    folds = PredefinedSplit(np.arange(len(y)) * 5 % 4)
    search = GridSearchCV(pipeline, [{"svc__C": [g["c"]], "svc__gamma": [g["gamma"]]} for g in grid], scoring=metric, cv=folds)
    search.fit(x.astype(np.float64), y)
    out["search"].append({"metric": metric, "grid": grid, "scores": rounded(search.cv_results_["mean_test_score"]),
                          "best": int(search.best_index_)})

target = ROOT / "libs/classical/src/learners/fixtures/learners.json"
target.parent.mkdir(exist_ok=True)
target.write_text(json.dumps(out, separators=(",", ":")) + "\n")
print(target.relative_to(ROOT), target.stat().st_size, "bytes", x.shape, "forest", out["forest"]["accuracy"])
