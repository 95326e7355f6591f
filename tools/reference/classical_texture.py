"""Writes libs/classical/src/texture/fixtures/texture.json: what scikit-image and OpenCV answer.

    python tools/reference/classical_texture.py    (needs numpy, scikit-image, scipy, opencv-python-headless)
"""
import json
import pathlib

import cv2
import numpy as np
import skimage
from scipy import ndimage as ndi
from skimage.feature import graycomatrix, graycoprops, local_binary_pattern
from skimage.filters import gabor_kernel
from skimage.io import imread

from fixture import rounded

ROOT = next(folder for folder in pathlib.Path(__file__).resolve().parents if (folder / "nx.json").exists())


def pictures():
    rng = np.random.default_rng(23)
    for path, (y, x) in [("examples/hazelnut", (60, 70)), ("examples/deeppcb", (30, 40))]:
        found = sorted(p for p in (ROOT / path).rglob("*") if p.suffix in (".png", ".jpg") and "good" in str(p).lower()) \
            or sorted((ROOT / path).rglob("*.jpg"))
        grey = imread(found[0])
        if grey.ndim == 3:
            grey = (grey[..., :3] @ [0.299, 0.587, 0.114]).round().astype(np.uint8)
        yield f"{path} {found[0].name}", grey[y:y + 44, x:x + 37]
    # Ties: few levels, flat regions, an edge to zero outside.
    yield "four levels", (rng.integers(0, 4, (23, 31)) * 60).astype(np.uint8)
    yield "flat", np.full((9, 12), 200, np.uint8)
    yield "black", np.zeros((7, 7), np.uint8)
    stripes = np.tile(np.array([0, 0, 255, 255, 128], np.uint8), (17, 4))
    yield "stripes", stripes
    yield "one row", rng.integers(0, 256, (1, 25)).astype(np.uint8)
    yield "small", rng.integers(0, 256, (5, 3)).astype(np.uint8)


PROPERTIES = ["contrast", "dissimilarity", "homogeneity", "energy", "correlation", "ASM"]
out = {"versions": {"numpy": np.__version__, "skimage": skimage.__version__}, "pictures": []}
for name, picture in pictures():
    height, width = picture.shape
    entry = {"name": name, "width": width, "height": height, "pixels": picture.ravel().tolist(), "glcm": [], "lbp": [],
             "gabor": [], "hu": [float(f"{moment:.9g}") for moment in cv2.HuMoments(cv2.moments(picture)).ravel()]}
    for distances, angles, levels in [([1, 2], [0, 45, 90, 135], 64), ([1, 5], [0, 30, 60, 120], 256), ([3], [0, 90], 7)]:
        quantised = (picture.astype(int) * levels >> 8).astype(np.uint8)
        matrix = graycomatrix(quantised, distances, np.deg2rad(angles), levels, symmetric=True, normed=True)
        entry["glcm"].append({"distances": distances, "angles": angles, "levels": levels,
                              "features": {p.lower(): rounded(graycoprops(matrix, p)) for p in PROPERTIES}})
    for points, radius in [(8, 1), (16, 2), (24, 3), (12, 2.5), (4, 1)]:
        codes = local_binary_pattern(picture, points, radius, "uniform")
        histogram = np.bincount(codes.astype(int).ravel(), minlength=points + 2)
        entry["lbp"].append({"points": points, "radius": radius, "variant": "uniform", "histogram": histogram.tolist()})
    for points, radius in [(8, 1), (8, 2.3), (12, 2)]:
        codes, counts = np.unique(local_binary_pattern(picture, points, radius, "ror").astype(int), return_counts=True)
        entry["lbp"].append({"points": points, "radius": radius, "variant": "rotationInvariant",
                             "codes": codes.tolist(), "counts": counts.tolist()})
    for frequencies, angles in [([0.1, 0.2, 0.4], [0, 45, 90, 135]), ([0.07], [20, 100])]:
        answers = []
        for frequency in frequencies:
            row = []
            for angle in angles:
                kernel = gabor_kernel(frequency, theta=np.deg2rad(angle), bandwidth=1, n_stds=3)
                real = ndi.convolve(picture / 255.0, kernel.real, mode="wrap")
                magnitude = np.hypot(real, ndi.convolve(picture / 255.0, kernel.imag, mode="wrap"))
                row.append({"meanReal": rounded(real.mean()), "varReal": rounded(real.var()),
                            "meanMagnitude": rounded(magnitude.mean()), "varMagnitude": rounded(magnitude.var())})
            answers.append(row)
        entry["gabor"].append({"frequencies": frequencies, "angles": angles, "statistics": answers})
    out["pictures"].append(entry)

target = ROOT / "libs/classical/src/texture/fixtures/texture.json"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(out, separators=(",", ":")) + "\n")
print(target.relative_to(ROOT), target.stat().st_size, "bytes")
