"""Writes what scikit-learn, torchmetrics and anomalib answer for curves and for figures of pixels.

    python tools/reference/metrics_pixels.py    (needs numpy, scikit-image, scikit-learn, torchmetrics, anomalib)

Into libs/metrics/src: curves/fixtures/curves.json, segmentation/fixtures/segmentation.json, anomaly/fixtures/anomaly.json and pimo.json.
"""
import json
import pathlib

import anomalib
import numpy as np
import sklearn
import torch
import torchmetrics
from anomalib.metrics.aupro import _AUPRO
from anomalib.metrics.pimo.functional import aupimo_scores
from skimage import measure
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


def f1_max(labels, scores):
    precision, recall, thresholds = metrics.precision_recall_curve(labels, scores)
    # The last point of the curve has no threshold.
    precision, recall = precision[:-1], recall[:-1]
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-300)
    # Equal ones may differ in their last digit: the lowest threshold among them.
    best = int(np.flatnonzero(f1 >= f1.max() - 1e-12)[0])
    return {"value": float(f1[best]), "threshold": float(thresholds[best])}


def slow_aupro(maps, masks, limit):
    """By definition: a look at all pixels for each score that occurs."""
    regions, offset = [], 0
    for mask in masks:
        labels = measure.label(mask, connectivity=2)
        regions.append(np.where(labels > 0, labels + offset, 0))
        offset += labels.max()
    regions, maps = np.concatenate([r.ravel() for r in regions]), np.concatenate([m.ravel() for m in maps])
    normal = maps[regions == 0]
    if offset == 0 or normal.size == 0:
        return None
    x, y = [0.0], [0.0]
    for threshold in np.unique(maps)[::-1]:
        x.append(np.mean(normal >= threshold))
        y.append(np.mean([np.mean(maps[regions == r] >= threshold) for r in range(1, offset + 1)]))
    area = 0.0
    for x0, x1, y0, y1 in zip(x, x[1:], y, y[1:]):
        if x1 > limit:
            area += (limit - x0) * (y0 + y0 + (y1 - y0) * (limit - x0) / (x1 - x0)) / 2
            break
        area += (x1 - x0) * (y0 + y1) / 2
    return area / limit


def anomalib_aupro(maps, masks, limit):
    figure = _AUPRO(fpr_limit=limit)
    figure.update(torch.tensor(np.stack(maps)), torch.tensor(np.stack(masks)).float())
    return float(figure.compute())


def anomaly_case(name, maps, masks):
    maps, masks = np.asarray(maps, dtype=np.float32), np.asarray(masks, dtype=np.uint8)
    labels, scores = masks.reshape(len(masks), -1).max(1), maps.reshape(len(maps), -1).max(1).astype(np.float64)
    truth, values = masks.ravel(), maps.ravel().astype(np.float64)
    both = lambda figure, of, by: float(figure(of, by)) if 0 < of.sum() < of.size else None
    some = lambda figure, of, by: figure(of, by) if of.any() else None
    overlap = {limit: slow_aupro(maps, masks, limit) for limit in (0.05, 0.3, 1.0)}
    for limit, value in overlap.items():
        # Its sums are float32. A picture without a normal pixel has no region in anomalib 2.7.0.
        assert value is None or masks.reshape(len(masks), -1).all(1).any() or abs(anomalib_aupro(maps, masks, limit) - value) < 2e-5, (name, limit)
    return {
        "name": name,
        "width": maps.shape[2],
        "labels": labels.tolist(),
        "scores": scores.tolist(),
        "maps": maps.reshape(len(maps), -1).tolist(),
        "masks": [mask.ravel().tolist() if mask.any() else None for mask in masks],
        "expected": {
            "imageAuroc": both(metrics.roc_auc_score, labels, scores),
            "imageAp": some(metrics.average_precision_score, labels, scores),
            "imageF1Max": some(f1_max, labels, scores),
            "pixelAuroc": both(metrics.roc_auc_score, truth, values),
            "pixelAp": some(metrics.average_precision_score, truth, values),
            "pixelF1Max": some(f1_max, truth, values),
            "aupro": overlap[0.3],
        },
        "aupro": [{"limit": limit, "value": value} for limit, value in overlap.items()],
    }


def anomaly_cases():
    rng = np.random.default_rng(13)
    masks = np.zeros((5, 9, 8), dtype=np.uint8)
    masks[1, 2:5, 3:6] = 1
    masks[1, 5, 6] = 1  # touches at a corner: the same region
    masks[1, 7:, :2] = 1
    masks[3, 0, 0] = masks[3, 8, 7] = masks[3, 4, 2:6] = 1
    noise = np.round(rng.random(masks.shape), 4)
    whole = np.zeros((2, 5, 5), dtype=np.uint8)
    whole[1] = 1
    return [
        anomaly_case("no ties", noise + np.round(0.5 * masks, 4), masks),
        anomaly_case("many ties", np.round(noise + 0.4 * masks, 1), masks),
        anomaly_case("negative scores", np.round(noise * 4 - 3 + masks, 2), masks),
        anomaly_case("constant maps", np.full(masks.shape, 0.5), masks),
        anomaly_case("apart", masks + 0.1 * np.round(noise, 1), masks),
        anomaly_case("the wrong way round", 1 - masks + 0.1 * np.round(noise, 1), masks),
        anomaly_case("all zero but one pixel", np.where(np.arange(masks.size).reshape(masks.shape) == 95, 1, 0), masks),
        anomaly_case("all good", noise, np.zeros_like(masks)),
        anomaly_case("all anomalous", noise[:2, :5, :5], np.ones((2, 5, 5))),
        anomaly_case("a picture that is all anomalous", noise[:2, :5, :5], whole),
    ]


def pimo_case(name, maps, masks, low, high):
    """Both rates are met exactly, where anomalib takes the nearest threshold and ours cuts."""
    maps, masks = np.asarray(maps, dtype=np.float32), np.asarray(masks, dtype=np.uint8)
    result = aupimo_scores(torch.tensor(maps), torch.tensor(masks), num_thresholds=300_000, fpr_bounds=(low, high), force=True)
    areas = [float(area) if good == 1 else None for area, good in zip(result[4], result[3])]
    return {
        "name": name,
        "width": maps.shape[2],
        "low": low,
        "high": high,
        "maps": maps.reshape(len(maps), -1).tolist(),
        "masks": [mask.ravel().tolist() if mask.any() else None for mask in masks],
        "expected": {"mean": float(np.mean([area for area in areas if area is not None])), "perPicture": areas},
    }


def pimo_cases():
    rng = np.random.default_rng(14)
    masks = np.zeros((5, 10, 20), dtype=np.uint8)
    masks[1, 2:5, 3:9] = masks[3, 7:, 12:] = masks[4, 0, 0] = 1
    # Each score once, far enough apart for thresholds at equal distances to tell them from each other.
    scores = rng.permutation(masks.size).reshape(masks.shape) / masks.size
    ranked = lambda values: np.argsort(np.argsort(values.ravel())).reshape(values.shape) / values.size
    return [
        pimo_case("anomalies that stand out", ranked(scores + 0.4 * masks), masks, 0.01, 0.1),
        pimo_case("anomalies that hardly do", ranked(scores + 0.05 * masks), masks, 0.02, 0.5),
        pimo_case("anomalies above all else", ranked(scores + 2 * masks), masks, 0.005, 0.05),
    ]


def write(path, cases):
    target = SOURCES / path
    target.parent.mkdir(parents=True, exist_ok=True)
    versions = {"numpy": np.__version__, "scikit-learn": sklearn.__version__, "torchmetrics": torchmetrics.__version__, "anomalib": anomalib.__version__}
    target.write_text(json.dumps({"versions": versions, "cases": cases}, separators=(",", ":")) + "\n")
    print(target.relative_to(ROOT), target.stat().st_size)


def main():
    write("curves/fixtures/curves.json", curve_cases())
    write("segmentation/fixtures/segmentation.json", segmentation_cases())
    write("anomaly/fixtures/anomaly.json", anomaly_cases())
    write("anomaly/fixtures/pimo.json", pimo_cases())


if __name__ == "__main__":
    main()
