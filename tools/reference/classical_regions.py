"""Writes libs/classical/src/regions/fixtures/regions.json: backgrounds, differences from a template, and whole ways
from a picture to its regions, as SciPy and scikit-image compute them.

    python tools/reference/classical_regions.py    (needs numpy, scipy, scikit-image, opencv-python-headless)
"""
import json
import pathlib

import cv2
import numpy as np
import scipy
import skimage
from scipy import ndimage as ndi
from skimage import filters, measure

ROOT = pathlib.Path(__file__).resolve().parents[2]
rng = np.random.default_rng(1709)
HEIGHT, WIDTH = 32, 40


def picture_of(blobs):
    y, x = np.mgrid[:HEIGHT, :WIDTH]
    values = 120 + 1.2 * x + 0.5 * y + rng.normal(0, 4, (HEIGHT, WIDTH))
    for cy, cx, ry, rx, change in blobs:
        values[((y - cy) / ry) ** 2 + ((x - cx) / rx) ** 2 <= 1] += change
    return np.clip(np.round(values), 0, 255).astype(np.uint8)


def background(picture, method, radius):
    values = picture.astype(np.float64)
    if method == "mean":
        return ndi.uniform_filter(values, 2 * radius + 1, mode="mirror")
    if method == "median":
        return ndi.median_filter(picture, 2 * radius + 1, mode="nearest").astype(np.float64)
    return ndi.gaussian_filter(values, radius, mode="nearest", truncate=4)


def beyond(picture, threshold, polarity):
    difference = picture.astype(np.float64) - threshold
    return {"dark": -difference, "bright": difference, "both": np.abs(difference)}[polarity]


def threshold_mask(picture, method, polarity, options):
    """The mask at offset 0, by the reference's own rule: the brighter class is above the threshold."""
    if method == "multi-otsu":
        limits = filters.threshold_multiotsu(picture, options["parts"])
        dark, bright = picture <= limits[0], picture > limits[-1]
        return {"dark": dark, "bright": bright, "both": dark | bright}[polarity]
    if method in ("sauvola", "niblack"):
        threshold = getattr(filters, "threshold_" + method)(picture, options["block"], options["k"])
    else:
        threshold = getattr(filters, "threshold_" + method)(picture)
    return picture > threshold if polarity == "bright" else picture <= threshold


def regions_of(evidence, offset, steps, min_area):
    mask = evidence > offset
    for operation, radius in steps:
        if operation == "fillHoles":
            mask = ndi.binary_fill_holes(mask)
            continue
        element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
        code = {"erode": cv2.MORPH_ERODE, "dilate": cv2.MORPH_DILATE, "open": cv2.MORPH_OPEN, "close": cv2.MORPH_CLOSE}
        mask = cv2.morphologyEx(mask.astype(np.uint8), code[operation], element) > 0
    labels = measure.label(mask, connectivity=2)
    found = []
    for region in measure.regionprops(labels, intensity_image=np.maximum(0, evidence - offset)):
        if region.area < min_area:
            continue
        top, left, bottom, right = region.bbox
        found.append({"x": int(left), "y": int(top), "w": int(right - left), "h": int(bottom - top),
                      "area": int(region.area), "sum": float(region.image_intensity.sum()),
                      "elongation": float(region.axis_minor_length / region.axis_major_length)})
    return mask, found


pictures = {
    "dark": picture_of([(8, 9, 3, 4, -70), (20, 28, 5, 2, -45), (28, 6, 1, 1, -60)]),
    "both": picture_of([(10, 12, 4, 4, 80), (22, 25, 3, 6, -80), (4, 36, 2, 5, -60)]),
}
out = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__, "skimage": skimage.__version__,
                    "opencv": cv2.__version__},
       "width": WIDTH, "height": HEIGHT, "pictures": {name: p.ravel().tolist() for name, p in pictures.items()},
       "backgrounds": [], "thresholds": [], "templates": [], "ways": []}

for method, radius in [("mean", 3), ("median", 2), ("median", 6), ("gaussian", 2), ("gaussian", 12)]:
    for name, picture in pictures.items():
        values = background(picture, method, radius)
        # Sums over rows and columns hold the place of every wrong pixel.
        out["backgrounds"].append({"picture": name, "method": method, "radius": radius,
                                   "rows": values.sum(1).tolist(), "columns": values.sum(0).tolist()})

for method, polarity, options in [
    ("otsu", "dark", {}), ("otsu", "bright", {}), ("yen", "dark", {}), ("li", "bright", {}), ("triangle", "dark", {}),
    ("multi-otsu", "dark", {"parts": 3}), ("multi-otsu", "both", {"parts": 3}), ("multi-otsu", "bright", {"parts": 4}),
    ("sauvola", "dark", {"block": 15, "k": 0.2}), ("niblack", "dark", {"block": 11, "k": 1.0}),
]:
    for name, picture in pictures.items():
        mask = threshold_mask(picture, method, polarity, options)
        out["thresholds"].append({"picture": name, "method": method, "polarity": polarity, **options,
                                  "rows": mask.sum(1).tolist(), "columns": mask.sum(0).tolist()})

template = picture_of([])
for dx, dy, edge in [(0, 0, 0), (2, -1, 0), (-3, 2, 2)]:
    moved = ndi.shift(pictures["both"].astype(float), (dy, dx), order=0, mode="nearest").astype(np.uint8)
    low = ndi.minimum_filter(template, 2 * edge + 1, mode="nearest").astype(float)
    high = ndi.maximum_filter(template, 2 * edge + 1, mode="nearest").astype(float)
    difference = np.full((HEIGHT, WIDTH), -np.inf)
    for y in range(HEIGHT):
        for x in range(WIDTH):
            v, u = y - dy, x - dx
            if 0 <= v < HEIGHT and 0 <= u < WIDTH:
                difference[y, x] = max(low[v, u] - moved[y, x], moved[y, x] - high[v, u]) - 30
    mask = difference > 0
    out["templates"].append({"picture": moved.ravel().tolist(), "template": template.ravel().tolist(),
                             "shift": {"x": dx, "y": dy}, "edgeTolerance": edge, "tolerance": 30,
                             "rows": mask.sum(1).tolist(), "columns": mask.sum(0).tolist(),
                             "sum": float(difference[mask].sum())})

for name, method, radius, polarity, offset, steps, min_area in [
    ("dark", "gaussian", 8, "dark", 15, [], 1),
    ("dark", "median", 6, "dark", 20, [("open", 1)], 4),
    ("both", "mean", 9, "both", 25, [("close", 2), ("fillHoles", 1)], 6),
    ("both", "median", 6, "both", 18, [("erode", 1), ("dilate", 2)], 1),
]:
    evidence = beyond(pictures[name], background(pictures[name], method, radius), polarity)
    mask, found = regions_of(evidence, offset, steps, min_area)
    out["ways"].append({"picture": name, "method": method, "radius": radius, "polarity": polarity, "offset": offset,
                        "morphology": [{"operation": o, "radius": r} for o, r in steps], "minArea": min_area,
                        "pixels": int(mask.sum()), "regions": found})

target = ROOT / "libs/classical/src/regions/fixtures/regions.json"
target.parent.mkdir(parents=True, exist_ok=True)
target.write_text(json.dumps(out, separators=(",", ":")) + "\n")
print(target.relative_to(ROOT), target.stat().st_size, "bytes")
