"""Writes apps/trainer/src/commands/image/fixtures/image.json: the values of `assay image` on whole example pictures.

    python tools/reference/classical_command.py    (needs numpy, scikit-image, scipy, opencv-python-headless, pillow)
"""
import json
import pathlib
import zlib

import cv2
import numpy as np
from PIL import Image
from scipy import ndimage as ndi
from skimage import feature, filters, measure

from fixture import rounded

ROOT = next(folder for folder in pathlib.Path(__file__).resolve().parents if (folder / "nx.json").exists())
DISTANCES, ANGLES, LEVELS, FREQUENCIES = [1, 2], [0, 45, 90, 135], 64, [0.1, 0.2, 0.4]


def paths():
    yield sorted((ROOT / "examples/deeppcb").rglob("*_test.jpg"))[1]
    yield sorted((ROOT / "examples/hazelnut").rglob("test/colour/*.jpg"))[2]


def adaptive(grey):
    means = {"adaptive-mean": cv2.ADAPTIVE_THRESH_MEAN_C, "adaptive-gaussian": cv2.ADAPTIVE_THRESH_GAUSSIAN_C}
    for method, flag in means.items():
        for block, c in [(15, 5), (31, 0), (3, -2)]:
            mask = cv2.adaptiveThreshold(grey, 1, flag, cv2.THRESH_BINARY, block, c)
            yield {"method": method, "block": block, "c": c, "foreground": int(mask.sum()), "crc": zlib.crc32(mask.tobytes())}


def gabor(grey):
    values = []
    for frequency in FREQUENCIES:
        for angle in ANGLES:
            kernel = filters.gabor_kernel(frequency, theta=np.deg2rad(angle), bandwidth=1, n_stds=3)
            real = ndi.convolve(grey / 255.0, kernel.real, mode="wrap")
            magnitude = np.hypot(real, ndi.convolve(grey / 255.0, kernel.imag, mode="wrap"))
            values += [real.mean(), real.var(), magnitude.mean(), magnitude.var()]
    return rounded(values)


def matches(grey):
    rng = np.random.default_rng(31)
    for y, x, height, width, noise in [(301, 212, 23, 17, 0), (95, 240, 20, 31, 10)]:
        template = grey[y:y + height, x:x + width] * 0.9 + rng.normal(0, 1, (height, width)) * noise + 8
        template = template.clip(0, 255).astype(np.uint8)
        _, score, _, (left, top) = cv2.minMaxLoc(cv2.matchTemplate(grey, template, cv2.TM_CCOEFF_NORMED))
        yield {"x": left, "y": top, "score": rounded(score), "width": width, "data": template.ravel().tolist()}


def components(grey):
    mask = grey > filters.threshold_otsu(grey)
    hu = rounded(cv2.HuMoments(cv2.moments(mask.astype(np.uint8), True)).ravel())
    for connectivity in (1, 2):
        labels = measure.label(mask, connectivity=connectivity)
        areas = sorted(np.bincount(labels.ravel())[1:].tolist(), reverse=True)
        yield {"connectivity": 4 * connectivity, "count": len(areas), "areas": areas[:40], "hu": hu}


def answers(path):
    grey = np.asarray(Image.open(path).convert("L"))
    matrix = feature.graycomatrix((grey.astype(int) * LEVELS >> 8).astype(np.uint8), DISTANCES, np.deg2rad(ANGLES), LEVELS,
                                  symmetric=True, normed=True)
    properties = ["contrast", "dissimilarity", "homogeneity", "energy", "correlation", "ASM"]
    codes = feature.local_binary_pattern(grey, 8, 1, "uniform").astype(int)
    hog = feature.hog(grey, 9, (8, 8), (2, 2), block_norm="L2-Hys")
    places = np.linspace(0, len(hog) - 1, 300).astype(int)
    return {
        "path": path.relative_to(ROOT).as_posix(),
        "threshold": {name: float(getattr(filters, f"threshold_{name}")(grey)) for name in ("otsu", "yen", "li", "triangle")},
        "adaptive": list(adaptive(grey)),
        "glcm": {name.lower(): rounded(feature.graycoprops(matrix, name)) for name in properties},
        "lbp": np.bincount(codes.ravel(), minlength=10).tolist(),
        "gabor": gabor(grey),
        "hog": {"length": len(hog), "mean": rounded(hog.mean()), "places": places.tolist(), "values": rounded(hog[places])},
        "match": list(matches(grey)),
        "components": list(components(grey)),
    }


def main():
    cv2.setNumThreads(1)
    colour = np.random.default_rng(37).integers(0, 256, (40, 50, 3)).astype(np.uint8)
    out = {"pictures": [answers(path) for path in paths()],
           "colour": {"width": 50, "height": 40, "data": colour.ravel().tolist(),
                      "grey": np.asarray(Image.fromarray(colour).convert("L")).ravel().tolist()}}
    target = ROOT / "apps/trainer/src/commands/image/fixtures/image.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(out, separators=(",", ":")) + "\n")
    print(target.relative_to(ROOT), target.stat().st_size, "bytes")


main()
