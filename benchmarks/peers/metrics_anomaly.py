"""The per-region overlap of anomaly maps by anomalib."""

import time

import numpy as np


def read(given):
    import torch

    shape = (given["pictures"], given["side"], given["side"])
    maps = torch.from_numpy(np.fromfile(given["maps"], dtype=np.float32).reshape(shape))
    return maps, torch.from_numpy(np.fromfile(given["masks"], dtype=np.uint8).reshape(shape))


def overlap_of():
    from anomalib.metrics.aupro import _AUPRO

    def overlap(maps, masks):
        figure = _AUPRO(fpr_limit=0.3)
        figure.update(maps, masks)
        return float(figure.compute())

    return overlap


def anomalib():
    overlap = overlap_of()

    def measure(given):
        maps, masks = read(given)
        begun = time.perf_counter()
        value = overlap(maps, masks)
        return {"aupro": time.perf_counter() - begun}, {"aupro": value}

    return measure


SIDES = {"anomalib": anomalib}
