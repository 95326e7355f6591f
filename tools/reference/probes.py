"""kNN with weighted votes and logistic regression on standardised features, by scikit-learn."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from fixture import given, rounded, write

rng = np.random.default_rng(3)


def blobs(count, dimension, classes, spread):
    centres = rng.normal(size=(classes, dimension)) * 1.5
    labels = np.arange(count) % classes
    return given(centres[labels] * 1.0 + rng.normal(size=(count, dimension)) * spread), labels


cases = []
for classes, k, temperature in [(3, 5, 0.07), (4, 20, 0.5)]:
    bank, bank_labels = blobs(40, 6, classes, 1.5)
    queries, _ = blobs(12, 6, classes, 1.5)
    knn = KNeighborsClassifier(n_neighbors=k, metric="cosine", algorithm="brute", weights=lambda d: np.exp((1 - d) / temperature))
    knn.fit(bank, bank_labels)
    cases.append({
        "bank": rounded(bank), "labels": rounded(bank_labels), "queries": rounded(queries), "classes": classes, "k": k,
        "temperature": temperature, "scores": rounded(knn.predict_proba(queries)),
    })
write("probes/fixtures/knn.json", cases)

cases = []
for classes, c in [(4, 1.0), (3, 0.05), (2, 1.0)]:
    train, labels = blobs(48, 5, classes, 2.0)
    train = given(train * np.array([1, 10, 0.1, 1, 1]) + np.array([0, 5, 0, -3, 0]))
    train[:, 4] = 2.5  # a feature that never changes
    test = given(train[::4] + rng.normal(size=train[::4].shape) * 0.2)
    model = make_pipeline(StandardScaler(), LogisticRegression(C=c, tol=1e-10, max_iter=10000))
    model.fit(train, labels)
    regression = model[-1]
    cases.append({
        "train": rounded(train), "labels": rounded(labels), "test": rounded(test), "classes": classes, "c": c,
        "weights": rounded(regression.coef_), "bias": rounded(regression.intercept_), "scores": rounded(model.predict_proba(test)),
    })
write("probes/fixtures/linear.json", cases)
