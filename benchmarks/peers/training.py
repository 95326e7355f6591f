"""
One trainer in PyTorch that takes its steps on command: `python training.py TASK`, TASK a JSON object from the other side.

Says `@ready {...}` when it is warm. Then, for every line `go N` on standard input, takes N steps and says `@turn {...}`;
ends with the input. Lines without @ are others' chatter.
"""

import importlib
import json
import os
import sys
import time


def forget_peak() -> None:
    """Starts VmHWM anew, where the system allows it: the peak of steps alone, without compilation."""
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass


def memory(field: str) -> float:
    """MB of this process: VmHWM is the most it ever had, VmRSS what it has."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith(field))


NOTHING_TRAINED = {"parameters": 0, "shapes": [], "prepare": {}, "notes": {}}


def say(kind: str, message: dict) -> None:
    print(f"@{kind} {json.dumps(message)}", flush=True)


def obey(turn) -> None:
    for line in sys.stdin:
        steps = int(line.split()[1])
        begun, cpu = time.perf_counter(), time.process_time()
        extra = turn(steps)
        figures = {"seconds": time.perf_counter() - begun, "cpuSeconds": time.process_time() - cpu}
        say("turn", {**figures, "peakMb": memory("VmHWM"), "residentMb": memory("VmRSS"), **extra})


def multiply(task: dict) -> None:
    import torch

    torch.set_num_threads(task["threads"])
    base = memory("VmHWM")
    side = task["side"]
    a, b, out = torch.randn(side, side), torch.randn(side, side), torch.empty(side, side)

    def turn(steps: int) -> dict:
        for _ in range(steps):
            torch.mm(a, b, out=out)
        return {"loss": 0}

    turn(2)
    say(
        "ready",
        {"baseMb": base, "startPeakMb": memory("VmHWM"), "versions": versions(), "flops": 2 * side**3, **NOTHING_TRAINED},
    )
    obey(turn)


def train(task: dict) -> None:
    import torch

    import works

    if task["work"] in works.PACKAGES:
        importlib.import_module(works.PACKAGES[task["work"]])
    torch.set_num_threads(task["threads"])
    torch.manual_seed(0)
    base = memory("VmHWM")
    mode = task["mode"]
    work = works.WORKS[task["work"]](task)
    into = torch.channels_last if mode["isChannelsLast"] else torch.contiguous_format
    for network in [work.model, *work.others]:
        network.train().to(memory_format=into)

    def feeds() -> dict:
        given = work.feeds()
        # A picture that is in the wanted format already is not copied.
        return {k: v.contiguous(memory_format=into) if k in work.pictures else v for k, v in given.items()}

    first = feeds()
    keep = {name: first[name] for name in work.pictures}
    flops = count_flops(work, first) if task.get("hasCount") else None
    optimizer, chosen = fastest_optimizer(work, first, task)

    def loss_of(given: dict):
        with torch.autocast("cpu", torch.bfloat16, enabled=task["precision"] == "bfloat16"):
            return work.loss(**given)

    run = torch.compile(loss_of, dynamic=False) if mode["isCompiled"] else loss_of

    def step() -> float:
        optimizer.zero_grad(set_to_none=True)
        loss = run({**work.feeds(), **keep})
        loss.backward()
        optimizer.step()
        work.after_step()
        return loss.item()

    def turn(steps: int) -> dict:
        for _ in range(steps):
            value = step()
        return {"loss": value}

    begun = time.perf_counter()
    turn(1)
    first_run = time.perf_counter() - begun
    turn(3)
    trained = [parameter for parameter in work.model.parameters() if parameter.requires_grad]
    say(
        "ready",
        {
            "baseMb": base,
            "startPeakMb": memory("VmHWM"),
            "versions": versions(),
            "parameters": sum(parameter.numel() for parameter in trained),
            "shapes": sorted("x".join(map(str, parameter.shape)) for parameter in trained),
            "flops": flops,
            "prepare": {"firstRunMs": first_run * 1000},
            "notes": {"optimizer": chosen},
        },
    )
    forget_peak()
    obey(turn)


def count_flops(work, feeds: dict) -> int:
    """Of one step forward and back, by PyTorch's own counter: products and convolutions."""
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        work.loss(**feeds).backward()
    return counter.get_total_flops()


def fastest_optimizer(work, feeds: dict, task: dict):
    """PyTorch has its optimizers fused and looped over lists of tensors; whichever is faster here is used."""
    import torch

    # Matrices and convolutions; not norms, biases, tokens and position embeddings.
    decays = [parameter for parameter in work.model.parameters() if parameter.ndim in (2, 4)]
    others = [parameter for parameter in work.model.parameters() if parameter.ndim not in (2, 4)]

    def create(**variant):
        groups = [{"params": decays, "weight_decay": task["weightDecay"]}, {"params": others, "weight_decay": 0.0}]
        if work.optimizer == "sgd":
            return torch.optim.SGD(groups, task["learningRate"], momentum=0.9, **variant)
        return torch.optim.AdamW(groups, task["learningRate"], **variant)

    def seconds(variant: dict) -> float:
        optimizer = create(**variant)
        for group in optimizer.param_groups:
            group["lr"] = 0.0
        times = []
        for _ in range(4):
            begun = time.perf_counter()
            optimizer.step()
            times.append(time.perf_counter() - begun)
        return min(times[1:])

    for parameter in work.model.parameters():
        parameter.grad = torch.zeros_like(parameter)
    variants = {"fused": {"fused": True}, "foreach": {"foreach": True}, "loop": {"foreach": False}}
    times = {name: seconds(variant) for name, variant in variants.items()}
    name = min(times, key=times.get)
    for parameter in work.model.parameters():
        parameter.grad = None
    return create(**variants[name]), name


def versions() -> dict:
    import torch

    found = {"python": sys.version.split()[0], "torch": torch.__version__}
    for name in ("torchvision", "timm"):
        if name in sys.modules:
            found[name] = sys.modules[name].__version__
    return found


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    if given["work"] == "matmul":
        multiply(given)
    else:
        train(given)
