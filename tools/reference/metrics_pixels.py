"""Writes libs/metrics/src/curves/fixtures/curves.json: scikit-learn's curves.

    python tools/reference/metrics_pixels.py    (needs numpy, scikit-learn)
"""
import json
import pathlib

import numpy as np
import sklearn
from sklearn import calibration, metrics

ROOT = next(folder for folder in pathlib.Path(__file__).resolve().parents if (folder / "nx.json").exists())
TARGET = ROOT / "libs" / "metrics" / "src" / "curves" / "fixtures" / "curves.json"


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


def main():
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    fixture = {"versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__}, "cases": curve_cases()}
    TARGET.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
    print(TARGET.relative_to(ROOT), TARGET.stat().st_size)


if __name__ == "__main__":
    main()
