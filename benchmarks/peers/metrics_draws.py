"""A bootstrap interval by computing scikit-learn's area under the ROC curve for each draw."""

import time

import numpy as np


def read(given):
    return np.fromfile(given["labels"], dtype=np.uint8), np.fromfile(given["scores"], dtype=np.float64)


def draws():
    from sklearn.metrics import roc_auc_score

    def measure(given):
        labels, values = read(given)
        begun = time.perf_counter()
        rng = np.random.default_rng(0)
        areas = []
        for _ in range(given["draws"]):
            drawn = rng.integers(0, len(labels), len(labels))
            areas.append(roc_auc_score(labels[drawn], values[drawn]))
        np.percentile(areas, [2.5, 97.5])
        done = time.perf_counter()
        return {"draws": done - begun}, {"rocAuc": float(roc_auc_score(labels, values))}

    return measure


SIDES = {"scikit-learn": draws}
