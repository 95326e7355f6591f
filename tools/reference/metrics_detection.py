"""Writes libs/metrics/src/detection/fixtures/{boxes,masks}.json: what pycocotools answers on hard cases, and
faster-coco-eval for boundaries, which pycocotools does not have.

    python tools/reference/metrics_detection.py    (needs numpy, pycocotools, faster-coco-eval, opencv-python-headless)
"""
import contextlib
import copy
import io
import json
import pathlib

import faster_coco_eval
import numpy as np
import pycocotools.coco
import pycocotools.cocoeval
from pycocotools import mask as masks

ROOT = next(folder for folder in pathlib.Path(__file__).resolve().parents if (folder / "nx.json").exists())
TARGET = ROOT / "libs" / "metrics" / "src" / "detection" / "fixtures"
KEYS = "ap ap50 ap75 apSmall apMedium apLarge ar1 ar10 ar100 arSmall arMedium arLarge".split()


def evaluate(truth, predictions, kind):
    """pycocotools' figures, or faster-coco-eval's of boundaries; -1 is None."""
    is_boundary = kind == "boundary"
    COCO = faster_coco_eval.COCO if is_boundary else pycocotools.coco.COCO
    COCOeval = faster_coco_eval.COCOeval_faster if is_boundary else pycocotools.cocoeval.COCOeval
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = copy.deepcopy(truth)
        coco.createIndex()
        if predictions:
            found = coco.loadRes(copy.deepcopy(predictions))
        else:  # loadRes looks at the first one
            found = COCO()
            found.dataset = {"images": truth["images"], "categories": truth["categories"], "annotations": []}
            found.createIndex()
        evaluation = COCOeval(coco, found, kind)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    number = lambda value: None if value < 0 else float(value)
    expected = {key: number(value) for key, value in zip(KEYS, evaluation.stats)}
    expected["perClass"] = []
    for k in range(len(evaluation.params.catIds)):
        precision = evaluation.eval["precision"][:, :, k, 0, 2]
        mean = lambda values: float(values[values > -1].mean()) if (values > -1).any() else None
        expected["perClass"].append({"ap": mean(precision), "ap50": mean(precision[0])})
    return expected


def case(name, truth, predictions, kind):
    return {"name": name, "truth": truth, "predictions": predictions, "expected": evaluate(truth, predictions, kind)}


def random_boxes(rng, pictures=6, classes=3, objects=5, found=12, size=200, levels=None, crowd=0.0, digits=2, smallest=4):
    """Objects, and predictions of which about half lie near an object; ids with gaps and in no order."""
    image_ids = (rng.permutation(pictures * 3)[:pictures] + 1).tolist()
    category_ids = (rng.permutation(classes * 4)[:classes] + 1).tolist()
    annotations, predictions = [], []
    for image in image_ids:
        boxes = []
        for _ in range(int(rng.integers(0, objects + 1))):
            w, h = rng.uniform(smallest, size * rng.choice([0.1, 0.3, 0.9]), 2)
            box = np.round([rng.uniform(0, size - 4), rng.uniform(0, size - 4), w, h], digits).tolist()
            category = int(rng.choice(category_ids))
            boxes.append((box, category))
            annotations.append({
                "id": len(annotations) + 1, "image_id": image, "category_id": category, "bbox": box,
                "area": round(box[2] * box[3] * float(rng.choice([1, 0.7])), digits), "iscrowd": int(rng.uniform() < crowd),
            })
        for _ in range(int(rng.integers(0, found + 1))):
            if boxes and rng.uniform() < 0.7:
                box, category = boxes[int(rng.integers(len(boxes)))]
                spread = max(0.4, 0.12 * min(box[2:]))
                box = np.round(np.array(box) + rng.normal(0, spread, 4), digits)
                box[2:] = np.maximum(box[2:], 0)
                box = box.tolist()
                if rng.uniform() < 0.15:
                    category = int(rng.choice(category_ids))
            else:
                box = np.round([*rng.uniform(0, size, 2), *rng.uniform(1, size / 2, 2)], digits).tolist()
                category = int(rng.choice(category_ids))
            score = rng.uniform()
            score = round(float(np.floor(score * levels) / levels if levels else score), 4)
            predictions.append({"image_id": image, "category_id": category, "bbox": box, "score": score})
    order = rng.permutation(len(predictions))
    truth = {
        "images": [{"id": i, "width": size, "height": size} for i in image_ids],
        "categories": [{"id": c, "name": f"class {c}"} for c in category_ids],
        "annotations": annotations,
    }
    return truth, [predictions[i] for i in order]


def mask_case(name, truth, predictions):
    boundary = evaluate(truth, predictions, "boundary") if predictions else None
    return {**case(name, truth, predictions, "segm"), "boundary": boundary}


def box_cases():
    rng = np.random.default_rng(11)
    yield case("random", *random_boxes(rng), "bbox")
    yield case("equal scores", *random_boxes(rng, levels=3, digits=0), "bbox")
    yield case("crowds", *random_boxes(rng, crowd=0.4, classes=2), "bbox")
    truth, predictions = random_boxes(rng, pictures=3)
    yield case("no predictions", truth, [], "bbox")
    truth, predictions = random_boxes(rng, pictures=4, classes=4)
    absent, silent = [c["id"] for c in truth["categories"]][:2]
    truth["annotations"] = [a for a in truth["annotations"] if a["category_id"] != absent]
    predictions = [p for p in predictions if p["category_id"] != silent]
    yield case("absent classes", truth, predictions, "bbox")
    truth, predictions = random_boxes(rng, pictures=3, classes=1, objects=6)
    for i, one in enumerate(truth["annotations"][::2] + predictions[::3]):
        one["bbox"][2 + i % 2] = 0
    for one in truth["annotations"][::2]:
        one["area"] = 0
    yield case("boxes without area", truth, predictions, "bbox")
    truth, predictions = random_boxes(rng, pictures=1, classes=1, objects=1, found=0)
    truth["annotations"] = [{"id": i + 1, "image_id": truth["images"][0]["id"], "category_id": truth["categories"][0]["id"],
                             "bbox": [10 * i, 0, 9, 9], "area": 81, "iscrowd": 0} for i in range(12)]
    for i in range(125):
        a = truth["annotations"][i % 12]
        predictions.append({"image_id": a["image_id"], "category_id": a["category_id"], "score": round(1 - i / 200, 3),
                            "bbox": [a["bbox"][0] + (i % 7) / 2, i % 3, 9, 9 - i % 2]})
    predictions = predictions[::-1]
    yield case("more than 100 predictions in a picture", truth, predictions, "bbox")
    annotations = [{"id": i + 1, "image_id": 1, "category_id": 1, "bbox": [120 * i, 0, side, side], "area": area, "iscrowd": 0}
                   for i, (side, area) in enumerate([(32, 1024), (96, 9216), (32, 1025), (31, 1023), (96, 9217), (100, 1024)])]
    predictions = [{"image_id": 1, "category_id": 1, "bbox": [120 * i + s, 300 * s, side, side], "score": 0.9 - 0.05 * i - 0.4 * s}
                   for i, side in enumerate([32, 96, 32, 32, 96, 100]) for s in (0, 1)]
    one = {"images": [{"id": 1, "width": 900, "height": 400}], "categories": [{"id": 1, "name": "dent"}]}
    yield case("areas on the limits of the ranges", {**one, "annotations": annotations}, predictions, "bbox")
    annotations = [{"id": i, "image_id": 1, "category_id": 1, "bbox": [40 * i, 0, 20, 20], "area": 400, "iscrowd": 0} for i in range(3)]
    predictions = [{"image_id": 1, "category_id": 1, "bbox": [40 * i, 0, 20, 10 + 2 * i], "score": 0.5 + 0.1 * i} for i in range(3)]
    yield case("an annotation with the id 0", {**one, "annotations": annotations}, predictions, "bbox")
    annotations = [{"id": i + 1, "image_id": 1, "category_id": 1, "bbox": [200 * i, 0, 100, 100], "area": 10000, "iscrowd": 0} for i in range(10)]
    predictions = [{"image_id": 1, "category_id": 1, "bbox": [200 * i, 0, 100, 50 + 5 * i], "score": 1 - 0.05 * i} for i in range(10)]
    yield case("overlaps on the thresholds", {**one, "annotations": annotations}, predictions, "bbox")
    annotations = [{"id": i + 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 50 + i, 50], "area": 2500, "iscrowd": 0} for i in range(3)]
    predictions = [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 51, 50], "score": 0.5} for _ in range(4)]
    yield case("many objects in one place", {**one, "annotations": annotations + [{**annotations[0], "id": 9, "iscrowd": 1}]}, predictions, "bbox")


def blob(rng, size):
    height, width = size
    y, x = np.mgrid[:height, :width]
    inside = np.zeros(size, bool)
    for _ in range(int(rng.integers(1, 4))):
        cy, cx, ry, rx = rng.uniform(0, height), rng.uniform(0, width), rng.uniform(2, height / 2), rng.uniform(2, width / 2)
        inside |= ((y - cy) / ry) ** 2 + ((x - cx) / rx) ** 2 < 1
    return inside


def compressed(inside):
    rle = masks.encode(np.asfortranarray(inside.astype(np.uint8)))
    return {"size": rle["size"], "counts": rle["counts"].decode()}


def uncompressed(inside):
    flat = inside.flatten(order="F").astype(np.int8)
    changes = np.flatnonzero(np.diff(flat)) + 1
    runs = np.diff([0, *changes, len(flat)]).tolist()
    return {"size": list(inside.shape), "counts": ([0] if flat[0] else []) + runs}


def polygons(rng, size, kind):
    height, width = size
    if kind == "star":  # crosses itself
        angles = np.arange(5) * 2 * np.pi * 2 / 5
        return [np.round(np.stack([width / 2 + width / 2.2 * np.cos(angles), height / 2 + height / 2.2 * np.sin(angles)], 1).ravel(), 2).tolist()]
    if kind == "outside":
        return [np.round(rng.uniform(-0.6, 1.6, (6, 2)) * [width, height], 2).ravel().tolist()]
    if kind == "degenerate":  # a line, a point, a repeated end
        return [[3, 3, 20.5, 3, 3, 3], [7, 7, 7, 7, 7, 7], [5, 10, 25, 10, 25, 24.5, 5, 24.5, 5, 10]]
    count = int(rng.integers(1, 4))
    return [np.round(rng.uniform(0, 1, (int(rng.integers(3, 8)), 2)) * [width, height], 2).ravel().tolist() for _ in range(count)]


def random_masks(rng, pictures=3, objects=4, found=6, crowd=0.0, kinds=("compressed", "uncompressed", "random"), levels=None, with_boxes=False, sides=(20, 60)):
    truth = {"images": [], "categories": [{"id": 2, "name": "scratch"}, {"id": 1, "name": "dent"}], "annotations": []}
    predictions = []
    for image in range(pictures, 0, -1):
        size = (int(rng.integers(*sides)), int(rng.integers(*sides)))
        truth["images"].append({"id": image, "height": size[0], "width": size[1]})
        shapes = []
        for _ in range(int(rng.integers(1, objects + 1))):
            inside, category, kind = blob(rng, size), int(rng.integers(1, 3)), str(rng.choice(kinds))
            segmentation = {"compressed": compressed, "uncompressed": uncompressed}[kind](inside) if "compressed" in kind else polygons(rng, size, kind)
            if "compressed" not in kind:
                inside = masks.decode(masks.merge(masks.frPyObjects(segmentation, *size))).astype(bool)
            shapes.append((inside, category))
            truth["annotations"].append({
                "id": len(truth["annotations"]) + 1, "image_id": image, "category_id": category, "segmentation": segmentation,
                "area": int(inside.sum()), "iscrowd": int(rng.uniform() < crowd),
            })
        for _ in range(found):
            inside, category = shapes[int(rng.integers(len(shapes)))]
            inside = np.roll(inside, rng.integers(-3, 4, 2), (0, 1)) if rng.uniform() < 0.8 else blob(rng, size)
            score = round(float(np.floor(rng.uniform() * levels) / levels if levels else rng.uniform()), 4)
            one = {"image_id": image, "category_id": category, "segmentation": compressed(inside), "score": score}
            if with_boxes:
                one["bbox"] = [float(v) for v in masks.toBbox(one["segmentation"])]
            predictions.append(one)
    return truth, predictions


def mask_cases():
    rng = np.random.default_rng(5)
    yield mask_case("masks", *random_masks(rng, kinds=("compressed", "uncompressed")))
    yield mask_case("polygons", *random_masks(rng, kinds=("random", "star")))
    yield mask_case("polygons on the edge", *random_masks(rng, kinds=("outside", "degenerate")))
    yield mask_case("crowds and equal scores", *random_masks(rng, crowd=0.5, levels=2))
    yield mask_case("no predictions", random_masks(rng, pictures=1)[0], [])
    # The area of a prediction is then that of its box.
    yield mask_case("predictions with boxes", *random_masks(rng, with_boxes=True))
    truth, predictions = random_masks(rng, pictures=1, objects=2, found=2)
    size = (truth["images"][0]["height"], truth["images"][0]["width"])
    for i, inside in enumerate([np.zeros(size, bool), np.ones(size, bool)]):
        truth["annotations"].append({"id": 50 + i, "image_id": 1, "category_id": 1, "segmentation": compressed(inside), "area": int(inside.sum()), "iscrowd": 0})
        predictions.append({"image_id": 1, "category_id": 1, "segmentation": compressed(inside), "score": 0.5})
    yield mask_case("an empty and a full mask", truth, predictions)
    # Boundaries four pixels wide.
    yield mask_case("larger pictures", *random_masks(rng, pictures=2, sides=(120, 160)))


def raster_cases():
    """Polygons with the mask that pycocotools draws, as uncompressed runs."""
    rng = np.random.default_rng(3)
    for kind in ["random"] * 4 + ["outside"] * 4 + ["star", "degenerate"]:
        size = (int(rng.integers(5, 40)), int(rng.integers(5, 40)))
        segmentation = polygons(rng, size, kind)
        rle = masks.merge(masks.frPyObjects(segmentation, *size))
        inside = masks.decode(rle)
        yield {"kind": kind, "size": list(size), "polygons": segmentation, "compressed": rle["counts"].decode(),
               "counts": uncompressed(inside.astype(bool))["counts"], "area": int(masks.area(rle)), "box": masks.toBbox(rle).tolist()}


def main():
    TARGET.mkdir(exist_ok=True)
    for name, value in (("boxes", list(box_cases())), ("masks", {"figures": list(mask_cases()), "rasters": list(raster_cases())})):
        (TARGET / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
