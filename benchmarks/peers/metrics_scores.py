"""Area under the ROC curve and average precision by scikit-learn."""

import time

import numpy as np


def read(given):
    return np.fromfile(given["labels"], dtype=np.uint8), np.fromfile(given["scores"], dtype=np.float64)


def scores():
    from sklearn.metrics import average_precision_score, roc_auc_score

    def measure(given):
        labels, values = read(given)
        begun = time.perf_counter()
        area = roc_auc_score(labels, values)
        middle = time.perf_counter()
        precision = average_precision_score(labels, values)
        done = time.perf_counter()
        return (
            {"rocAuc": middle - begun, "averagePrecision": done - middle},
            {"rocAuc": float(area), "averagePrecision": float(precision)},
        )

    return measure


SIDES = {"scikit-learn": scores}
