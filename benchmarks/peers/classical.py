"""
A peer's side of a traditional operation: `python classical.py ORDER`, ORDER a JSON object as in classical/messages.ts.

Says `@ready {...}` when it is warm. Then, for every line on standard input, does the work a few times, takes the
fastest time and says `@turn {...}`; ends with the input. One thread.
"""

import json
import sys
import time
from importlib.metadata import version

import cv2
import numpy as np
from scipy import ndimage as ndi
from skimage import feature, filters, measure

ANGLES = np.deg2rad([0, 45, 90, 135])


def lbp(picture, template):
    codes = feature.local_binary_pattern(picture, 8, 1, "uniform")
    return np.bincount(codes.astype(np.int64).ravel(), minlength=10)


def glcm(picture, template):
    levels = (picture.astype(np.uint16) * 64 >> 8).astype(np.uint8)
    matrix = feature.graycomatrix(levels, [1, 2], ANGLES, 64, symmetric=True, normed=True)
    names = ["contrast", "dissimilarity", "homogeneity", "energy", "correlation", "ASM"]
    return np.concatenate([feature.graycoprops(matrix, name).ravel() for name in names])


def hog(picture, template):
    return feature.hog(picture, 9, (8, 8), (2, 2), block_norm="L2-Hys")[::100]


def match(picture, template):
    scores = cv2.matchTemplate(picture, template, cv2.TM_CCOEFF_NORMED)
    _, score, _, (x, y) = cv2.minMaxLoc(scores)
    return np.array([x, y, score])


def gabor(picture, template):
    answers = []
    for angle in ANGLES:
        kernel = filters.gabor_kernel(0.2, theta=angle, bandwidth=1, n_stds=3)
        real = ndi.convolve(picture / 255.0, kernel.real, mode="wrap")
        magnitude = np.hypot(real, ndi.convolve(picture / 255.0, kernel.imag, mode="wrap"))
        answers += [real.mean(), real.var(), magnitude.mean(), magnitude.var()]
    return np.array(answers)


def otsu(picture, template):
    return np.array([filters.threshold_otsu(picture)])


def components(picture, template):
    _, count = measure.label(picture > filters.threshold_otsu(picture), connectivity=2, return_num=True)
    return np.array([count])


def canny(picture, template):
    return np.array([cv2.countNonZero(cv2.Canny(picture, 100, 200))])


WORKS = {work.__name__: work for work in (lbp, glcm, hog, match, gabor, otsu, components, canny)}


def memory(field):
    """MB of this process: VmHWM is the most it ever had."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(field))


def say(kind, message):
    print(f"@{kind} {json.dumps(message)}", flush=True)


def read(given):
    return np.fromfile(given["path"], np.uint8).reshape(given["height"], given["width"])


def main():
    order = json.loads(sys.argv[1])
    cv2.setNumThreads(1)
    work, picture, template = WORKS[order["work"]], read(order["picture"]), read(order["template"])
    base = memory("VmHWM")
    for _ in range(2 * order["repeats"]):
        work(picture, template)
    names = ["numpy", "opencv-python-headless", "scikit-image", "scipy"]
    say("ready", {"versions": {name: version(name) for name in names}, "baseMb": base})
    for _ in sys.stdin:
        cpu = time.process_time()
        seconds = float("inf")
        for _ in range(order["repeats"]):
            begun = time.perf_counter()
            answer = work(picture, template)
            seconds = min(seconds, time.perf_counter() - begun)
        say("turn", {"seconds": seconds, "cpuSeconds": time.process_time() - cpu, "peakMb": memory("VmHWM"),
                     "answer": answer.tolist()})


main()
