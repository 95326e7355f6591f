"""Writes libs/metrics/src/fixtures/classification.json: what scikit-learn and torchmetrics answer.

    python tools/reference/metrics_classification.py    (needs numpy, scikit-learn, torchmetrics)
"""
import json
import pathlib

import numpy as np
import torch
from sklearn import metrics
from torchmetrics.functional.classification import multiclass_calibration_error

ROOT = next(folder for folder in pathlib.Path(__file__).resolve().parents if (folder / "nx.json").exists())
TARGET = ROOT / "libs" / "metrics" / "src" / "fixtures" / "classification.json"


def number(value):
    value = float(value)
    return value if np.isfinite(value) else None


def case(name, truth, scores, classes):
    truth, scores = np.asarray(truth), np.asarray(scores, dtype=np.float64)
    labels = np.arange(classes)
    predicted = scores.argmax(1)
    is_probability = np.allclose(scores.sum(1), 1, atol=1e-3)
    auc, ap = [], []
    for c in labels:
        of = truth == c
        auc.append(metrics.roc_auc_score(of, scores[:, c]) if of.any() and not of.all() else None)
        ap.append(metrics.average_precision_score(of, scores[:, c]) if of.any() else None)
    average = lambda figure, how: number(figure(truth, predicted, labels=labels, average=how, zero_division=0))
    averaged = {
        key: {how: average(figure, how) for how in ("macro", "micro", "weighted")}
        | {"perClass": figure(truth, predicted, labels=labels, average=None, zero_division=0).tolist()}
        for key, figure in (("precision", metrics.precision_score), ("recall", metrics.recall_score), ("f1", metrics.f1_score))
    }
    hot = np.eye(classes)[truth]
    expected = {
        "accuracy": metrics.accuracy_score(truth, predicted),
        "mcc": metrics.matthews_corrcoef(truth, predicted),
        "cohenKappa": number(metrics.cohen_kappa_score(truth, predicted, labels=labels)),
        "confusionMatrix": metrics.confusion_matrix(truth, predicted, labels=labels).tolist(),
        "rocAuc": {"perClass": auc},
        "averagePrecision": {"perClass": ap},
        **averaged,
    }
    if is_probability:
        expected["logLoss"] = metrics.log_loss(truth, scores, labels=labels)
        expected["brier"] = number(
            metrics.brier_score_loss(truth, scores[:, 1]) if classes == 2 else ((scores - hot) ** 2).sum(1).mean()
        )
        expected["ece"] = number(
            multiclass_calibration_error(torch.tensor(scores), torch.tensor(truth), classes, n_bins=15, norm="l1")
        )
    return {"name": name, "truth": truth.tolist(), "scores": scores.tolist(), "classes": classes, "expected": expected}


def main():
    rng = np.random.default_rng(7)

    def softmax(logits):
        e = np.exp(logits - logits.max(1, keepdims=True))
        # A few decimals: what another program writes.
        return np.round(e / e.sum(1, keepdims=True), 4)

    four = rng.integers(0, 4, 60)
    two = rng.integers(0, 2, 50)
    tied = np.round(rng.random((50, 3)), 1)
    cases = [
        case("four classes", four, softmax(rng.normal(size=(60, 4)) + 1.5 * np.eye(4)[four]), 4),
        case("two classes", two, softmax(rng.normal(size=(50, 2)) + np.eye(2)[two]), 2),
        case("scores with ties that are no probabilities", rng.integers(0, 3, 50), tied, 3),
        case("a class that never occurs", rng.integers(0, 2, 30) * 2, softmax(rng.normal(size=(30, 3))), 3),
        case("all predicted as one", rng.integers(0, 3, 20), np.tile([0.5, 0.3, 0.2], (20, 1)), 3),
        case("certain and wrong", [0, 1, 1, 0], [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.25, 0.75]], 2),
    ]
    TARGET.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
    print(TARGET.relative_to(ROOT), TARGET.stat().st_size)


if __name__ == "__main__":
    main()
