"""Writes libs/classical/src/fixtures/operations.json: what scikit-image, SciPy and OpenCV answer.

    python tools/reference/classical_operations.py    (needs numpy, scikit-image, scipy, opencv-python-headless)
"""
import base64
import json
import pathlib

import cv2
import numpy as np
import skimage
from scipy import ndimage as ndi
from skimage import filters, measure, morphology, registration, restoration
from skimage.io import imread

from fixture import rounded

ROOT = next(folder for folder in pathlib.Path(__file__).resolve().parents if (folder / "nx.json").exists())
SHAPES = {"rectangle": cv2.MORPH_RECT, "ellipse": cv2.MORPH_ELLIPSE, "cross": cv2.MORPH_CROSS}
MORPHOLOGY = {"erode": cv2.MORPH_ERODE, "dilate": cv2.MORPH_DILATE, "open": cv2.MORPH_OPEN, "close": cv2.MORPH_CLOSE,
              "topHat": cv2.MORPH_TOPHAT, "blackHat": cv2.MORPH_BLACKHAT}


def grey(path):
    picture = imread(path)
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture


def pictures():
    """Cuts of real surfaces, and what they seldom hold: ties, single rows, few values."""
    rng = np.random.default_rng(29)
    board = sorted((ROOT / "examples/deeppcb").rglob("*_test.jpg"))[0]
    nut = sorted((ROOT / "examples/hazelnut").rglob("test/colour/*.jpg"))[0]
    yield "board", grey(board)[200:234, 100:139]
    yield "hazelnut", grey(nut)[230:266, 180:213]
    yield "four levels", (rng.integers(0, 4, (23, 31)) * 60).astype(np.uint8)
    yield "spots", (ndi.gaussian_filter(rng.normal(size=(30, 27)), 1.5) * 300 + 100).clip(0, 255).astype(np.uint8)
    yield "one row", rng.integers(0, 256, (1, 25)).astype(np.uint8)
    yield "small", rng.integers(0, 256, (5, 3)).astype(np.uint8)


def packed(values):
    """Bytes, or a mask with eight pixels in one, as text."""
    values = np.ascontiguousarray(values)
    return base64.b64encode(np.packbits(values) if values.dtype == bool else values.astype(np.uint8)).decode()


def thresholds(picture):
    answer = {name: float(getattr(filters, f"threshold_{name}")(picture)) for name in ("otsu", "yen", "li", "triangle")}
    answer["multiOtsu"] = [{"classes": classes, "thresholds": filters.threshold_multiotsu(picture, classes).tolist()}
                           for classes in (2, 3, 4) if len(np.unique(picture)) >= classes]
    answer["local"] = []
    for window in (3, 15):
        if window // 2 + 1 > min(picture.shape):
            continue
        for k in (0.2, -0.1):
            answer["local"].append({"window": window, "k": k,
                                    "sauvola": packed(picture > filters.threshold_sauvola(picture, window, k)),
                                    "niblack": packed(picture > filters.threshold_niblack(picture, window, k))})
    answer["adaptive"] = []
    for block, c in [(3, 0), (9, 2), (15, 5), (21, -1.5)]:
        means = {"mean": cv2.ADAPTIVE_THRESH_MEAN_C, "gaussian": cv2.ADAPTIVE_THRESH_GAUSSIAN_C}
        for method, flag in means.items():
            mask = cv2.adaptiveThreshold(picture, 1, flag, cv2.THRESH_BINARY, block, c).astype(bool)
            answer["adaptive"].append({"method": method, "block": block, "c": c, "mask": packed(mask)})
    return answer


def morphologies(picture, mask):
    answers = []
    for shape, width, height in [("rectangle", 3, 3), ("rectangle", 4, 7), ("ellipse", 9, 5), ("ellipse", 6, 6), ("cross", 5, 3)]:
        element = cv2.getStructuringElement(SHAPES[shape], (width, height))
        entry = {"element": {"shape": shape, "width": width, "height": height}, "pixels": packed(element.astype(bool))}
        for name, operation in MORPHOLOGY.items():
            entry[name] = {"mask": packed(cv2.morphologyEx(mask.astype(np.uint8), operation, element).astype(bool))}
            if shape == "ellipse" and width == 9:
                entry[name]["grey"] = packed(cv2.morphologyEx(picture, operation, element))
        answers.append(entry)
    small = [{"connectivity": 4 * c, "minArea": 6, "mask": packed(morphology.remove_small_objects(mask, max_size=5, connectivity=c))}
             for c in (1, 2)]
    return {"elements": answers, "filled": packed(ndi.binary_fill_holes(mask)), "removeSmall": small}


def components(mask):
    answers = []
    for connectivity in (1, 2):
        labels = measure.label(mask, connectivity=connectivity)
        shapes = []
        for region in measure.regionprops(labels)[:12]:
            top, left, bottom, right = region.bbox
            # The axes are rows and columns there, x and y here: a mirror, which turns the last moment's sign.
            hu = region.moments_hu * [1, 1, 1, 1, 1, 1, -1]
            shapes.append({"label": region.label, "area": int(region.area),
                           "box": {"x": left, "y": top, "width": right - left, "height": bottom - top},
                           "centroid": {"x": rounded(region.centroid[1]), "y": rounded(region.centroid[0])},
                           "perimeter": rounded(region.perimeter), "eccentricity": rounded(region.eccentricity),
                           "orientation": rounded(region.orientation), "solidity": rounded(region.solidity),
                           "extent": rounded(region.extent),
                           "equivalentDiameter": rounded(region.equivalent_diameter_area), "hu": rounded(hu)})
        answers.append({"connectivity": 4 * connectivity, "labels": packed(labels), "shapes": shapes})
    return answers


def edges(picture):
    return [{"low": low, "high": high, "isEuclidean": euclidean,
             "mask": packed(cv2.Canny(picture, low, high, L2gradient=euclidean) > 0)}
            for low, high, euclidean in [(100, 200, False), (40.5, 90, False), (60, 180, True), (300, 100, False)]]


def surface(picture, degree):
    height, width = picture.shape
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    terms = np.stack([x**p * y**q for q in range(degree + 1) for p in range(degree + 1 - q)], -1).reshape(-1, (degree + 1) * (degree + 2) // 2)
    coefficients = np.linalg.lstsq(terms, picture.ravel().astype(float), rcond=None)[0]
    return rounded((terms @ coefficients)[::7])


def backgrounds(picture):
    answer = {"median": [{"window": w, "pixels": packed(cv2.medianBlur(picture, w))} for w in (3, 11)],
              "gaussian": [{"sigma": s, "every7th": rounded(ndi.gaussian_filter(picture.astype(float), s, mode="nearest").ravel()[::7])} for s in (0.8, 4)],
              "rollingBall": [{"radius": r, "pixels": packed(restoration.rolling_ball(picture, radius=r))} for r in (1, 4.5, 12)]}
    answer["polynomial"] = [{"degree": d, "every7th": surface(picture, d)} for d in (1, 2, 4) if min(picture.shape) > d]
    return answer


def registrations(picture):
    """Moved by a spline around the border, so that the shift is known, and by cuts of one surface."""
    answers = []
    for shift in [(0, 0), (3, -5), (-1.35, 2.6)]:
        moving = ndi.shift(picture.astype(float), shift, order=3, mode="grid-wrap").clip(0, 255).round().astype(np.uint8)
        for upsampling in (1, 20):
            y, x = registration.phase_cross_correlation(picture, moving, upsample_factor=upsampling)[0]
            answers.append({"moving": packed(moving), "upsampling": upsampling, "x": rounded(x), "y": rounded(y)})
    moved = ndi.shift(picture.astype(float), (1.25, -0.6), order=1, mode="nearest")
    return {"shifts": answers, "moved": {"x": -0.6, "y": 1.25, "every7th": rounded(moved.ravel()[::7])}}


def main():
    cv2.setNumThreads(1)
    out = {"versions": {"numpy": np.__version__, "skimage": skimage.__version__, "opencv": cv2.__version__}, "pictures": []}
    for name, picture in pictures():
        height, width = picture.shape
        mask = picture > filters.threshold_otsu(picture)
        out["pictures"].append({
            "name": name, "width": width, "height": height, "pixels": packed(picture), "mask": packed(mask),
            "thresholds": thresholds(picture), "morphology": morphologies(picture, mask), "components": components(mask), "edges": edges(picture),
            **({"backgrounds": backgrounds(picture)} if name in ("hazelnut", "small") else {}),
            **({"registration": registrations(picture)} if name in ("spots", "hazelnut") else {}),
            "hu": rounded(cv2.HuMoments(cv2.moments(mask.astype(np.uint8), True)).ravel())})
    target = ROOT / "libs/classical/src/fixtures/operations.json"
    target.write_text(json.dumps(out, separators=(",", ":")) + "\n")
    print(target.relative_to(ROOT), target.stat().st_size, "bytes")


main()
