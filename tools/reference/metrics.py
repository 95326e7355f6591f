"""Fixtures of libs/metrics from scikit-learn and SciPy.

    python tools/reference/metrics.py

Needs numpy, scipy and scikit-learn; the versions used are written into the file.
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics

OUT = Path(__file__).resolve().parents[2] / "libs/metrics/src/fixtures/metrics.json"
rng = np.random.default_rng(7)


def classification(n, classes, absent=None, rounded=False):
    truth = rng.integers(0, classes, n)
    if absent is not None:
        truth[truth == absent] = (absent + 1) % classes
    scores = rng.random((n, classes)) + 0.6 * np.eye(classes)[truth]
    if rounded:
        scores = np.round(scores, 1)  # many ties
    predicted = scores.argmax(1)
    labels = list(range(classes))
    averages = {}
    for name in ["precision", "recall", "f1"]:
        f = getattr(metrics, f"{name}_score")
        kw = dict(labels=labels, zero_division=0)
        averages[name] = {a: f(truth, predicted, average=a, **kw) for a in ["macro", "micro", "weighted"]}
        averages[name]["perClass"] = f(truth, predicted, average=None, **kw).tolist()
    per_class = [
        metrics.roc_auc_score(truth == c, scores[:, c]) if 0 < (truth == c).sum() < n else None for c in labels
    ]
    present = sorted(set(truth.tolist()))
    return {
        "truth": truth.tolist(),
        "scores": scores.tolist(),
        "classes": classes,
        "accuracy": metrics.accuracy_score(truth, predicted),
        "balancedAccuracy": float(np.mean(metrics.recall_score(truth, predicted, labels=present, average=None))),
        "confusionMatrix": metrics.confusion_matrix(truth, predicted, labels=labels).tolist(),
        **averages,
        "rocAuc": {"macroOvr": None if None in per_class else float(np.mean(per_class)), "perClass": per_class},
    }


def t_cases():
    return [
        {"t": t, "df": df, "cdf": stats.t.cdf(t, df), "p": 2 * stats.t.sf(abs(t), df)}
        for df in [1, 1.5, 2, 2.7, 5, 12.3, 40, 1000]
        for t in [-30.0, -3.2, -1.0, -1e-3, 0.0, 0.4, 2.1, 12.0]
    ]


def quantile_cases():
    return [
        {"p": p, "df": df, "t": stats.t.ppf(p, df)}
        for df in [1, 2, 3, 4.4, 9, 30, 500]
        for p in [0.001, 0.05, 0.3, 0.6, 0.9, 0.975, 0.995]
    ]


def welch(a, b):
    result = stats.ttest_ind(a, b, equal_var=False)
    interval = result.confidence_interval(0.95)
    return {
        "a": list(map(float, a)),
        "b": list(map(float, b)),
        "t": result.statistic,
        "df": result.df,
        "p": result.pvalue,
        "low": interval.low,
        "high": interval.high,
    }


def interval(values, level):
    low, high = stats.t.interval(level, len(values) - 1, loc=np.mean(values), scale=stats.sem(values))
    return {
        "values": list(map(float, values)),
        "level": level,
        "mean": float(np.mean(values)),
        "std": float(np.std(values, ddof=1)),
        "low": low,
        "high": high,
    }


fixtures = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
    "classification": [
        classification(60, 4),
        classification(40, 5, absent=2),
        classification(50, 3, rounded=True),
        classification(30, 2),
    ],
    "studentT": t_cases(),
    "quantiles": quantile_cases(),
    "welch": [
        welch([0.81, 0.84, 0.79], [0.7, 0.77, 0.72]),
        welch(rng.normal(0.5, 0.1, 10), rng.normal(0.55, 0.3, 4)),
        welch([0.9, 0.9, 0.9], [0.8, 0.82, 0.84]),
    ],
    "intervals": [interval([0.8, 0.83, 0.79], 0.95), interval(rng.normal(size=12), 0.9), interval([0.4, 0.6], 0.95)],
}
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps(fixtures, default=float))
print(OUT)
