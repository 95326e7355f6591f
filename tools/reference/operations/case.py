"""One case: inputs, PyTorch's output, and the gradient in each input of sum(output * direction)."""

import torch


def draw(*shape: int) -> torch.Tensor:
    """Rounded, so that the stored number is exactly the used one in float32."""
    return (torch.randn(*shape, dtype=torch.float64) * 256).round() / 256


def plain(value: torch.Tensor) -> dict:
    if not value.is_floating_point():
        return {"shape": list(value.shape), "values": value.reshape(-1).tolist(), "dtype": "int32"}
    values = [float(f"{v:.9g}") for v in value.detach().reshape(-1).tolist()]
    return {"shape": list(value.shape), "values": values}


def case(forward, inputs: dict, fixed: dict | None = None, **extra) -> dict:
    """`forward` takes all inputs by name; those in `fixed` have no gradient."""
    fixed = fixed or {}
    leaves = {name: value.clone().requires_grad_() for name, value in inputs.items()}
    output = forward(**leaves, **fixed)
    direction = draw(*output.shape)
    (output * direction).sum().backward()
    return {
        "inputs": {name: plain(value) for name, value in {**inputs, **fixed}.items()},
        "output": plain(output),
        "direction": plain(direction),
        "gradients": {name: plain(leaf.grad) for name, leaf in leaves.items()},
        **extra,
    }


def nchw(x: torch.Tensor) -> torch.Tensor:
    return x.permute(0, 3, 1, 2)


def nhwc(x: torch.Tensor) -> torch.Tensor:
    return x.permute(0, 2, 3, 1)
