"""COCO's figures of boxes by pycocotools and by faster-coco-eval."""

import contextlib
import io
import time

KEYS = "ap ap50 ap75 apSmall apMedium apLarge ar1 ar10 ar100 arSmall arMedium arLarge".split()


def figures_of(evaluation) -> dict:
    """Their -1 is our null."""
    number = lambda value: None if value < 0 else float(value)
    figures = {key: number(value) for key, value in zip(KEYS, evaluation.stats)}
    precision = evaluation.eval["precision"]
    for k in range(precision.shape[2]):
        for key, values in (("ap", precision[:, :, k, 0, 2]), ("ap50", precision[0, :, k, 0, 2])):
            figures[f"perClass.{k}.{key}"] = float(values[values > -1].mean()) if (values > -1).any() else None
    return figures


def measure_with(coco, evaluator):
    def measure(given):
        with contextlib.redirect_stdout(io.StringIO()):
            begun = time.perf_counter()
            truth = coco(given["truth"])
            found = truth.loadRes(given["predictions"])
            loaded = time.perf_counter()
            evaluation = evaluator(truth, found, "bbox")
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
            done = time.perf_counter()
        return {"load": loaded - begun, "evaluate": done - loaded}, figures_of(evaluation)

    return measure


def pycocotools():
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    return measure_with(COCO, COCOeval)


def faster_coco_eval():
    from faster_coco_eval import COCO, COCOeval_faster

    return measure_with(COCO, COCOeval_faster)


SIDES = {"pycocotools": pycocotools, "faster-coco-eval": faster_coco_eval}
