"""
A peer's side of a work of figures: `python metrics.py ORDER`, ORDER a JSON object with work, side and input.

Says `@ready {...}` when its libraries are loaded. Then, for every line on standard input, does the work once and says
`@turn {...}` with the seconds of its parts and the figures; ends with the input. Other lines are chatter of libraries.
"""

import importlib
import json
import sys
import time
from importlib.metadata import version

# Each work's module has SIDES: the name of a package, and a function that imports it and gives back the work.
MODULES = {
    "coco-boxes": "metrics_coco",
    "scores": "metrics_scores",
    "anomaly-maps": "metrics_anomaly",
    "anomaly-draws": "metrics_anomaly_draws",
    "image-draws": "metrics_draws",
}


def memory(field: str) -> float:
    """MB of this process: VmHWM is the most it ever had."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(field))


def say(kind: str, message: dict) -> None:
    print(f"@{kind} {json.dumps(message)}", flush=True)


def main() -> None:
    order = json.loads(sys.argv[1])
    side = order["side"]
    measure = importlib.import_module(MODULES[order["work"]]).SIDES[side]()
    say("ready", {"versions": {side: version(side), "python": sys.version.split()[0]}, "baseMb": memory("VmHWM")})
    for _ in sys.stdin:
        start = time.process_time()
        seconds, figures = measure(order["input"])
        cpu = {"cpuSeconds": time.process_time() - start, "startCpuSeconds": start}
        say("turn", {"seconds": seconds, "figures": figures, **cpu, "peakMb": memory("VmHWM")})


if __name__ == "__main__":
    main()
