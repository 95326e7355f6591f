"""The engine's own operations as PyTorch computes them, with gradients -> libs/engine/src/ops/fixtures/ownOps.json

Arrays are stored in this project's layouts (NHWC, HWIO, in x out). Each case: inputs, output, and the gradient in each
input of sum(output * direction).
"""

import json
import pathlib

import torch
import torch.nn.functional as F

OUT = pathlib.Path(__file__).parents[2] / "libs/engine/src/ops/fixtures/ownOps.json"
torch.manual_seed(0)


def draw(*shape: int) -> torch.Tensor:
    """Rounded, so that the stored number is exactly the used one in float32."""
    return (torch.randn(*shape, dtype=torch.float64) * 256).round() / 256


def plain(value: torch.Tensor) -> dict:
    values = [float(f"{v:.9g}") for v in value.detach().reshape(-1).tolist()]
    return {"shape": list(value.shape), "values": values}


def case(forward, inputs: dict, **extra) -> dict:
    leaves = {name: value.clone().requires_grad_(value.is_floating_point()) for name, value in inputs.items()}
    output = forward(**leaves)
    direction = draw(*output.shape)
    (output * direction).sum().backward()
    gradients = {name: plain(leaf.grad) for name, leaf in leaves.items() if leaf.grad is not None}
    return {
        "inputs": {name: plain(value) for name, value in inputs.items()},
        "output": plain(output),
        "direction": plain(direction),
        "gradients": gradients,
        **extra,
    }


def nchw(x):
    return x.permute(0, 3, 1, 2)


def nhwc(x):
    return x.permute(0, 2, 3, 1)


def conv(stride: int, padding: int, kernel: int, side: int) -> dict:
    def forward(x, w):
        return nhwc(F.conv2d(nchw(x), w.permute(3, 2, 0, 1), stride=stride, padding=padding))

    inputs = {"x": draw(2, side, side, 2), "w": draw(kernel, kernel, 2, 3)}
    return case(forward, inputs, stride=stride, padding=padding)


def pool(size: int, stride: int, padding: int, side: int) -> dict:
    def forward(x):
        return nhwc(F.max_pool2d(nchw(x), size, stride, padding))

    # All below 0, since then a padding of 0 would win; all apart, since finite differences want no ties.
    count = 2 * side * side * 2
    x = -1 - torch.randperm(count).double().reshape(2, side, side, 2) / 16
    return case(forward, {"x": x}, size=size, stride=stride, padding=padding)


def batch_norm() -> dict:
    mean, variance = torch.zeros(3, dtype=torch.float64), torch.ones(3, dtype=torch.float64)

    def forward(x, scale, offset):
        # Momentum 1: the running statistics become this batch's.
        return nhwc(F.batch_norm(nchw(x), mean, variance, scale, offset, training=True, momentum=1.0, eps=1e-5))

    found = case(forward, {"x": draw(2, 3, 4, 3), "scale": draw(3), "offset": draw(3)})
    return {**found, "mean": plain(mean), "variance": plain(variance)}


def crop(height: int, width: int) -> dict:
    """Bilinear samples at (i + 0.5) / n of the box, edges repeated: grid_sample without aligned corners."""
    x = draw(2, 6, 5, 2)
    boxes = torch.tensor([[0, 0, 1, 1], [0.125, 0.25, 0.75, 0.875], [0.5, 1.0, 1.0, 0.25], [0, 0, 0.25, 0.25]]).double()
    pictures = torch.tensor([0, 1, 1, 0])
    parts = []
    for (top, left, bottom, right), picture in zip(boxes.tolist(), pictures.tolist()):
        y = top + (torch.arange(height).double() + 0.5) / height * (bottom - top)
        x_ = left + (torch.arange(width).double() + 0.5) / width * (right - left)
        grid = torch.stack([x_[None].expand(height, width), y[:, None].expand(height, width)], -1) * 2 - 1
        source = nchw(x)[picture : picture + 1]
        parts.append(nhwc(F.grid_sample(source, grid[None], padding_mode="border", align_corners=False))[0])
    whole = nhwc(F.interpolate(nchw(x), (height, width), mode="bilinear", align_corners=False))
    return {
        "inputs": {"x": plain(x), "boxes": plain(boxes), "pictures": plain(pictures)},
        "output": plain(torch.stack(parts)),
        "interpolated": plain(whole),
    }


def main() -> None:
    targets = torch.softmax(draw(4, 5), 1)
    targets = (targets * 4096).floor() / 4096
    targets[:, 0] += 1 - targets.sum(1)
    cases = {
        "relu": case(F.relu, {"input": draw(3, 7).sign() * (draw(3, 7).abs() + 0.125)}),
        "gelu": case(F.gelu, {"input": draw(3, 7) * 2}),
        "layerNorm": case(
            lambda x, scale, offset: F.layer_norm(x, (6,), scale, offset, eps=1e-6),
            {"x": draw(2, 3, 6), "scale": draw(6), "offset": draw(6)},
        ),
        "linear": case(lambda x, w, b: F.linear(x, w.T, b), {"x": draw(2, 3, 4), "w": draw(4, 5), "b": draw(5)}),
        "batchNorm": batch_norm(),
        "softmaxCrossEntropy": {
            **case(lambda logits: F.cross_entropy(logits, targets, reduction="none"), {"logits": draw(4, 5) * 3}),
            "targets": plain(targets),
        },
        "conv2d": [conv(1, 1, 3, 5), conv(2, 1, 3, 6), conv(2, 3, 7, 8), conv(2, 0, 1, 5), conv(1, 2, 3, 4), conv(3, 1, 3, 7)],
        "maxPool": [pool(3, 2, 1, 6), pool(3, 2, 1, 7), pool(2, 2, 0, 6)],
        "cropAndResize": [crop(4, 4), crop(9, 7), crop(1, 1)],
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"versions": {"torch": torch.__version__}, "cases": cases}, separators=(",", ":")) + "\n")
    print(OUT, OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
