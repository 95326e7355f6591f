"""Writes what scikit-learn and torchmetrics answer for curves and for figures of pixels.

    python tools/reference/metrics_pixels.py    (needs numpy, scikit-learn, torchmetrics)

libs/metrics/src/curves/fixtures/curves.json, libs/metrics/src/segmentation/fixtures/segmentation.json.
"""
import json
import pathlib

import numpy as np
import sklearn
import torch
import torchmetrics
from sklearn import calibration, metrics
from torchmetrics.functional.classification import multiclass_confusion_matrix, multiclass_jaccard_index
from torchmetrics.functional.segmentation import dice_score

ROOT = next(folder for folder in pathlib.Path(__file__).resolve().parents if (folder / "nx.json").exists())
SOURCES = ROOT / "libs" / "metrics" / "src"
IGNORE = 255


def finite(values):
    """JSON has no infinity: null stands for it."""
    return [value if np.isfinite(value) else None for value in np.asarray(values, dtype=np.float64).tolist()]


def curve_case(name, labels, scores):
    labels, scores = np.asarray(labels), np.asarray(scores, dtype=np.float64)
    fpr, tpr, roc_thresholds = metrics.roc_curve(labels, scores, drop_intermediate=False)
    precision, recall, pr_thresholds = metrics.precision_recall_curve(labels, scores)
    det_fpr, det_fnr, det_thresholds = metrics.det_curve(labels, scores)
    f1 = [metrics.f1_score(labels, scores >= threshold, zero_division=0) for threshold in pr_thresholds]
    best = int(np.argmax(f1))
    case = {
        "name": name,
        "labels": labels.tolist(),
        "scores": scores.tolist(),
        "roc": {"fpr": fpr.tolist(), "tpr": tpr.tolist(), "thresholds": finite(roc_thresholds), "area": metrics.auc(fpr, tpr)},
        "pr": {"precision": precision.tolist(), "recall": recall.tolist(), "thresholds": pr_thresholds.tolist()},
        "det": {"fpr": det_fpr.tolist(), "fnr": det_fnr.tolist(), "thresholds": finite(det_thresholds)},
        "f1": f1,
        "f1Max": {"value": f1[best], "threshold": pr_thresholds[best]},
        "calibration": None,
    }
    if scores.min() >= 0 and scores.max() <= 1:
        rate, confidence = calibration.calibration_curve(labels, scores, n_bins=10)
        case["calibration"] = {"rate": rate.tolist(), "confidence": confidence.tolist()}
    return case


def curve_cases():
    rng = np.random.default_rng(11)
    labels = rng.integers(0, 2, 60)
    return [
        curve_case("no ties", labels, np.round(rng.random(60) * 0.7 + 0.3 * labels, 6)),
        curve_case("many ties, on the bins' edges", labels, np.round(rng.random(60) * 0.6 + 0.4 * labels, 1)),
        curve_case("negative scores", labels, np.round(rng.normal(size=60) + labels, 2)),
        curve_case("apart", [0, 0, 1, 1], [0.1, 0.2, 0.7, 0.9]),
        curve_case("the wrong way round", [1, 1, 0, 0], [0.1, 0.2, 0.7, 0.9]),
        curve_case("all the same score", [0, 1, 0, 1, 1], [0.5] * 5),
        curve_case("one of each", [1, 0], [0.0, 1.0]),
    ]


def segmentation_case(name, truth, predicted, classes):
    """Truth and predictions [pictures][pixels]."""
    truth, predicted = np.asarray(truth, dtype=np.int64), np.asarray(predicted, dtype=np.int64)
    seen = truth != IGNORE
    t, p = truth[seen], predicted[seen]
    # Where nobody looks a prediction may be anything, which torchmetrics refuses.
    of, as_ = torch.tensor(truth), torch.tensor(np.where(seen, predicted, 0))
    matrix = multiclass_confusion_matrix(as_, of, num_classes=classes, ignore_index=IGNORE)
    iou = multiclass_jaccard_index(as_, of, num_classes=classes, ignore_index=IGNORE, average="none").double()
    present = sorted(set(t) | set(p))
    exact = metrics.jaccard_score(t, p, labels=present, average=None, zero_division=0)
    assert np.allclose(iou[present], exact, atol=1e-6)
    # All pixels of the set as one picture, and one class against the rest: torchmetrics has no ignore here.
    dice = [dice_score(torch.tensor(p == c)[None, None].long(), torch.tensor(t == c)[None, None].long(), num_classes=1, average="micro", input_format="one-hot").item() for c in present]
    assert np.allclose(dice, metrics.f1_score(t, p, labels=present, average=None, zero_division=0), atol=1e-6)
    spread = lambda values: [float(values[present.index(c)]) if c in present else None for c in range(classes)]
    f1 = metrics.f1_score(t, p, labels=present, average=None, zero_division=0)
    return {
        "name": name,
        "classes": classes,
        "truth": truth.tolist(),
        "predicted": predicted.tolist(),
        "expected": {
            "iou": {"mean": float(exact.mean()), "perClass": spread(exact)},
            "dice": {"mean": float(f1.mean()), "perClass": spread(f1)},
            "pixelAccuracy": metrics.accuracy_score(t, p),
            "meanAccuracy": float(metrics.recall_score(t, p, labels=sorted(set(t)), average="macro", zero_division=0)),
            "confusionMatrix": matrix.tolist(),
        },
    }


def segmentation_cases():
    rng = np.random.default_rng(12)
    truth = rng.integers(0, 4, (5, 60))
    noisy = np.where(rng.random(truth.shape) < 0.3, rng.integers(0, 4, truth.shape), truth)
    ignored = np.where(rng.random(truth.shape) < 0.2, IGNORE, truth)
    few = rng.integers(0, 2, (3, 40)) * 2
    return [
        segmentation_case("four classes", truth, noisy, 4),
        segmentation_case("with ignored pixels", ignored, noisy, 4),
        segmentation_case("a prediction of 255 where nobody looks", ignored, np.where(ignored == IGNORE, IGNORE, noisy), 4),
        segmentation_case("classes in neither", few, few[::-1], 6),
        segmentation_case("a class in the predictions alone", few, np.where(rng.random(few.shape) < 0.2, 1, few), 4),
        segmentation_case("a class in the truth alone", truth, np.where(noisy == 3, 0, noisy), 4),
        segmentation_case("nothing found", (truth == 1).astype(int), np.zeros_like(truth), 2),
        segmentation_case("all background on both sides", np.zeros((2, 9)), np.zeros((2, 9)), 2),
        segmentation_case("equal", truth, truth, 4),
    ]


def write(path, cases):
    target = SOURCES / path
    target.parent.mkdir(parents=True, exist_ok=True)
    versions = {"numpy": np.__version__, "scikit-learn": sklearn.__version__, "torchmetrics": torchmetrics.__version__}
    target.write_text(json.dumps({"versions": versions, "cases": cases}, separators=(",", ":")) + "\n")
    print(target.relative_to(ROOT), target.stat().st_size)


def main():
    write("curves/fixtures/curves.json", curve_cases())
    write("segmentation/fixtures/segmentation.json", segmentation_cases())


if __name__ == "__main__":
    main()
