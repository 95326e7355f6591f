"""SimCLR, MoCo v2, MoCo v3, BYOL, SimSiam, Barlow Twins and VICReg: losses alone, and five steps of each, in float64.

Losses, heads, moving averages and the cosine of their momentum are lightly's where it has them as the papers do;
backbones are torchvision's and timm's. Weights and pictures are not stored: both sides fill them by one formula. What
lightly lacks, or has otherwise, is written here after the papers: SimCLR's projector (no norm at the end), MoCo v3's
loss and heads, BYOL's distance and heads (no bias at the end), the expanders of Barlow Twins and VICReg, and the order of
MoCo's steps.
"""

import numpy as np
import timm
import torch
import torch.nn.functional as F
import torchvision
from lightly.loss import BarlowTwinsLoss, NegativeCosineSimilarity, NTXentLoss, VICRegLoss
from lightly.models.modules import MoCoProjectionHead, SimSiamPredictionHead, SimSiamProjectionHead
from lightly.models.utils import update_momentum
from lightly.utils.scheduler import cosine_schedule

from backbones import fill, samples, scaled
from fixture import given, rounded, write

PICTURES, SIDE, STEPS, TOTAL_STEPS = 8, 16, 5, 8
HIDDEN, WIDTH, QUEUE, TEMPERATURE = 12, 8, 24, 0.2
rng = np.random.default_rng(7)


class Mlp(torch.nn.Sequential):
    """
    Linear layers; batch norm and ReLU after all but the last. `last_norm`: without scale and offset (MoCo v3);
    `last_bias`: the last layer has one (SimCLR).
    """

    def __init__(self, widths, last_norm, last_bias=False):
        parts = []
        for index, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
            is_last = index == len(widths) - 2
            parts.append(torch.nn.Linear(inputs, outputs, bias=is_last and last_bias))
            if not is_last:
                parts += [torch.nn.BatchNorm1d(outputs), torch.nn.ReLU()]
            elif last_norm:
                parts.append(torch.nn.BatchNorm1d(outputs, affine=False))
        super().__init__(*parts)


def resnet():
    parts = torchvision.models.resnet
    model = parts.ResNet(parts.BasicBlock, [1, 1, 1, 1])
    model.inplanes = 4
    model.conv1 = torch.nn.Conv2d(1, 4, 3, 1, 1, bias=False)
    model.bn1 = torch.nn.BatchNorm2d(4)
    model.maxpool, model.fc = torch.nn.Identity(), torch.nn.Identity()
    for stage in range(4):
        layer = model._make_layer(parts.BasicBlock, 4 * 2**stage, 1, stride=1 if stage == 0 else 2)
        setattr(model, f"layer{stage + 1}", layer)
    return model, 32


def sine_cosine(width, grid):
    """arXiv 2104.02057, section 4: fixed 2D sines and cosines, a quarter of the width each; none for the class token."""
    omega = 10000.0 ** (-np.arange(width // 4) / (width // 4))
    rows, columns = np.divmod(np.arange(grid * grid), grid)
    parts = [f(np.outer(places, omega)) for places in (columns, rows) for f in (np.sin, np.cos)]
    return torch.tensor(np.concatenate([np.zeros((1, width)), np.concatenate(parts, axis=1)])[None])


def vit(is_fixed=False):
    model = timm.models.VisionTransformer(
        img_size=SIDE, patch_size=4, in_chans=1, embed_dim=16, depth=1, num_heads=2, num_classes=0, global_pool="token"
    )
    if is_fixed:  # `stop_grad_conv1` of MoCo v3's code, and its positions
        model.pos_embed.requires_grad = False
        model.patch_embed.proj.requires_grad_(False)
    return model, 16


def head_names(head, prefix):
    """Our name of every tensor of a head: layer by layer, the linear part and the norm behind it."""
    names, layer = {}, -1
    for name, part in head.named_modules():
        if isinstance(part, torch.nn.Linear):
            layer += 1
        kind = {torch.nn.Linear: "linear", torch.nn.BatchNorm1d: "norm"}.get(type(part))
        if kind:
            names.update({f"{name}.{key}": f"{prefix}.layers.{layer}.{kind}.{key}" for key in part.state_dict()})
    return names


class Network:
    """A backbone, its projector, perhaps a predictor, with our names for all tensors, filled."""

    def __init__(self, backbone, projector, predictor=None):
        self.backbone, self.projector, self.predictor = backbone, projector, predictor
        self.named = {}
        for part, names in [
            (backbone, {name: name for name in backbone.state_dict()}),
            (projector, head_names(projector, "projector")),
            (predictor, head_names(predictor, "predictor") if predictor else {}),
        ]:
            for name, value in (part.double().state_dict(keep_vars=True).items() if part else []):
                if name.endswith("num_batches_tracked"):
                    continue
                self.named[names[name]] = value
        with torch.no_grad():
            for name, value in self.named.items():
                if name == "pos_embed" and not value.requires_grad:
                    value.copy_(sine_cosine(value.shape[-1], SIDE // 4).float())
                else:
                    value.copy_(torch.from_numpy(scaled(name, tuple(value.shape), value.ndim == 1).astype(np.float32)))

    def embed(self, x):
        return self.projector(self.backbone(x))

    def predict(self, x):
        return self.predictor(self.embed(x)) if self.predictor else self.embed(x)


def views(step, mark):
    """
    The mark is chosen so that no ReLU changes sides by rounding, which would be a jump: with these pictures, PyTorch in
    float32 stays within 1e-3 of itself in float64 over the five steps.
    """

    def picture(name):
        values = fill(f"{name}{mark}{step}", (PICTURES, SIDE, SIDE, 1)).astype(np.float32).astype(np.float64)
        return torch.from_numpy(values).permute(0, 3, 1, 2)

    return picture("a"), picture("b")


def contrast(query, key):
    """Algorithm 1 of arXiv 2104.02057."""
    logits = F.normalize(query, dim=1) @ F.normalize(key, dim=1).T / TEMPERATURE
    labels = torch.arange(len(query))
    return 2 * TEMPERATURE * F.cross_entropy(logits, labels), (logits.argmax(1) == labels).double().mean()


class Simclr:
    """Algorithm 1 of arXiv 2002.05709: both views in one pass, so that batch norm sees them together."""

    rate = 0.01
    momentum = teacher = None

    def __init__(self, create):
        backbone, features = create()
        self.net = Network(backbone, Mlp([features, HIDDEN, WIDTH], last_norm=False, last_bias=True))
        self.loss_of = NTXentLoss(temperature=0.5)

    def loss(self, a, b):
        return self.loss_of(*self.net.embed(torch.cat([a, b])).chunk(2)), {}


class Moco:
    """Algorithm 1 of arXiv 1911.05722: the key encoder follows before its pass, and the keys come in after the loss."""

    rate = 0.01
    momentum = staticmethod(lambda step: 0.9)
    follows_before = True

    def __init__(self, create):
        make = lambda: Network(create()[0], MoCoProjectionHead(create()[1], HIDDEN, WIDTH))
        self.net, self.teacher = make(), make()
        self.loss_of = NTXentLoss(temperature=TEMPERATURE, memory_bank_size=(QUEUE, WIDTH))
        start = F.normalize(torch.from_numpy(fill("queue", (QUEUE, WIDTH)).astype(np.float32).astype(np.float64)), dim=1)
        self.start = given(start.numpy())
        keys = torch.tensor(self.start, dtype=next(self.net.backbone.parameters()).dtype)
        bank = self.loss_of.memory_bank
        bank.bank = keys.clone() if bank.bank.shape == keys.shape else keys.T.clone()
        bank.bank_ptr = torch.zeros(1, dtype=torch.long)

    def queue(self):
        bank = self.loss_of.memory_bank.bank
        return bank if bank.shape == (QUEUE, WIDTH) else bank.T

    def loss(self, a, b):
        before = self.queue().clone()
        query, key = self.net.embed(a), self.teacher.embed(b).detach()
        q, k = F.normalize(query, dim=1).detach(), F.normalize(key, dim=1)
        found = ((q * k).sum(1) > (q @ before.T).max(1).values).double().mean()
        return self.loss_of(query, key), {"contrastAccuracy": found.item()}


class MocoV3:
    rate = 0.01
    momentum = staticmethod(lambda step: cosine_schedule(step, TOTAL_STEPS + 1, 0.9, 1))
    follows_before = True

    def __init__(self, create):
        is_vit = create is vit
        build = (lambda: vit(is_fixed=True)) if is_vit else create
        layers = [HIDDEN, HIDDEN, WIDTH] if is_vit else [HIDDEN, WIDTH]
        # The authors' `builder.py` ends the predictor without norm for a ResNet.
        predictor = Mlp([WIDTH, HIDDEN, WIDTH], last_norm=is_vit)
        self.net = Network(build()[0], Mlp([build()[1], *layers], last_norm=True), predictor)
        self.teacher = Network(build()[0], Mlp([build()[1], *layers], last_norm=True))

    def loss(self, a, b):
        queries = self.net.predict(a), self.net.predict(b)
        with torch.no_grad():
            keys = self.teacher.embed(a), self.teacher.embed(b)
        (one, found), (two, also) = contrast(queries[0], keys[1]), contrast(queries[1], keys[0])
        return one + two, {"contrastAccuracy": ((found + also) / 2).item()}


class Byol:
    rate = 0.01
    momentum = staticmethod(lambda step: cosine_schedule(step, TOTAL_STEPS + 1, 0.9, 1))
    follows_before = False

    def __init__(self, create):
        make = lambda predictor: Network(create()[0], Mlp([create()[1], HIDDEN, WIDTH], last_norm=False), predictor)
        self.net, self.teacher = make(Mlp([WIDTH, HIDDEN, WIDTH], last_norm=False)), make(None)

    def loss(self, a, b):
        predictions = self.net.predict(a), self.net.predict(b)
        targets = self.teacher.embed(a).detach(), self.teacher.embed(b).detach()
        distance = lambda p, z: (F.normalize(p, dim=1) - F.normalize(z, dim=1)).square().sum(1).mean()  # equation 2
        return distance(predictions[0], targets[1]) + distance(predictions[1], targets[0]), {}


class Simsiam:
    rate = 0.01
    momentum = teacher = None

    def __init__(self, create):
        backbone, features = create()
        projector = SimSiamProjectionHead(features, HIDDEN, WIDTH)
        self.net = Network(backbone, projector, SimSiamPredictionHead(WIDTH, HIDDEN, WIDTH))
        self.loss_of = NegativeCosineSimilarity()

    def loss(self, a, b):
        z = self.net.embed(a), self.net.embed(b)
        p = self.net.predictor(z[0]), self.net.predictor(z[1])
        return 0.5 * (self.loss_of(p[0], z[1].detach()) + self.loss_of(p[1], z[0].detach())), {}


class BarlowTwins:
    rate = 0.001
    momentum = teacher = None

    def __init__(self, create):
        backbone, features = create()
        self.net = Network(backbone, Mlp([features, HIDDEN, HIDDEN, WIDTH], last_norm=False))

    def loss(self, a, b):
        return barlow(self.net.embed(a), self.net.embed(b), 0.0051), {}


class Vicreg:
    rate = 0.001
    momentum = teacher = None

    def __init__(self, create):
        backbone, features = create()
        self.net = Network(backbone, Mlp([features, HIDDEN, HIDDEN, WIDTH], last_norm=False))

    def loss(self, a, b):
        return VICRegLoss()(self.net.embed(a), self.net.embed(b)), {}


def barlow(a, b, weight):
    """The pseudocode of arXiv 2103.03230 with the authors' batch norm, which lightly's loss has as well."""
    return BarlowTwinsLoss(lambda_param=weight)(a, b)


def follow(method, momentum):
    for part in ["backbone", "projector"]:
        update_momentum(getattr(method.net, part), getattr(method.teacher, part), momentum)


def run(create_method, create_backbone):
    method = create_method(create_backbone)
    net = method.net
    trainable = {name: value for name, value in net.named.items() if value.requires_grad}
    optimizer = torch.optim.SGD(trainable.values(), lr=method.rate, momentum=0.9)
    steps, gradients, queues = [], {}, []
    for step in range(STEPS):
        if method.teacher and method.follows_before:
            follow(method, method.momentum(step))
        optimizer.zero_grad()
        loss, extra = method.loss(*views(step, "" if create_backbone is vit else "v"))
        loss.backward()
        if step == 0:
            gradients = {
                name: {"norm": float(value.grad.norm()), "samples": samples(value.grad)}
                for name, value in trainable.items()
            }
        optimizer.step()
        if method.teacher and not method.follows_before:
            follow(method, method.momentum(step))
        steps.append({"loss": loss.item(), **extra})
        if isinstance(method, Moco):
            queues.append({"keys": rounded(method.queue().numpy()), "pointer": int(method.loss_of.memory_bank.bank_ptr)})
    if method.teacher and method.follows_before:
        follow(method, method.momentum(STEPS))
    after = {name: samples(value) for name, value in net.named.items() if is_kept(name)}
    if method.teacher:
        named = method.teacher.named.items()
        after.update({f"teacher.{name}": samples(value) for name, value in named if is_kept(name)})
    result = {"rate": method.rate, "steps": steps, "gradients": gradients, "after": after}
    if method.momentum and method.follows_before:
        result["momenta"] = [method.momentum(step + 1) for step in range(STEPS)]
    elif method.momentum:
        result["momenta"] = [method.momentum(step) for step in range(STEPS)]
    if queues:
        result.update(queueStart=rounded(method.start), queues=queues)
    return result


def is_kept(name):
    """Heads, and of a backbone what comes first and what batch norm counts last: a fixture need not hold the rest."""
    return name.startswith(("projector", "predictor", "conv1", "patch_embed", "cls_token", "layer4.0.bn2"))


def seven_digits(value):
    if isinstance(value, dict):
        return {key: seven_digits(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [seven_digits(entry) for entry in value]
    return float(f"{value:.7g}") if isinstance(value, float) else value


def with_gradients(loss_of, *values):
    tensors = [torch.tensor(value, requires_grad=True) for value in values]
    loss = loss_of(*tensors)
    loss.backward()
    return {"loss": rounded(loss.item()), "gradients": [rounded(tensor.grad.numpy()) for tensor in tensors]}


def losses():
    a, b = (given(rng.normal(size=(5, 4)) * 2 + 0.5) for _ in range(2))
    return {
        "a": rounded(a),
        "b": rounded(b),
        "negativeCosine": with_gradients(lambda p: NegativeCosineSimilarity()(p, torch.tensor(b)), a),
        "batchContrast": with_gradients(lambda q: contrast(q, torch.tensor(b))[0], a),
        "barlowTwins": with_gradients(lambda x, y: barlow(x, y, 0.0051), a, b),
        "vicreg": with_gradients(VICRegLoss(), a, b),
    }


methods = {
    "simclr": Simclr, "moco": Moco, "mocoV3": MocoV3, "byol": Byol, "simsiam": Simsiam, "barlowTwins": BarlowTwins, "vicreg": Vicreg
}
write("losses/fixtures/jointEmbedding.json", losses())
torch.manual_seed(0)
write(
    "methods/fixtures/jointEmbedding.json",
    seven_digits({
        "pictures": PICTURES, "side": SIDE, "totalSteps": TOTAL_STEPS,
        "cases": {f"{name} on {on}": run(method, create) for name, method in methods.items() for on, create in [("vit", vit), ("resnet", resnet)]},
    }),
)
