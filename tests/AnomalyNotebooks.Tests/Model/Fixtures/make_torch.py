"""Makes torch.json: what PyTorch computes for networks, batches and losses that the tests build from the same random numbers.

Run with a Python that has torch: python3 make_torch.py > torch.json
"""

import json

import torch
from torch import nn

MASK = (1 << 64) - 1


class SeededRandom:
    """The library's generator (xoshiro256**, seeded through SplitMix64)."""

    def __init__(self, seed):
        self.s = []
        for _ in range(4):
            seed = (seed + 0x9E3779B97F4A7C15) & MASK
            z = seed
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
            self.s.append(z ^ (z >> 31))

    def next_single(self):
        s = self.s
        product = (s[1] * 5) & MASK
        result = (((product << 7) | (product >> 57)) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = ((s[3] << 45) | (s[3] >> 19)) & MASK
        return (result >> 40) / (1 << 24)


ACTIVATIONS = {"Tanh": nn.Tanh, "Relu": nn.ReLU}


def build(case):
    sizes = [case["features"], *case["hidden"], case["code"]]

    def stack(widths):
        layers = []
        for i, (fan_in, fan_out) in enumerate(zip(widths, widths[1:])):
            layers.append(nn.Linear(fan_in, fan_out))
            if i < len(widths) - 2:
                layers += [nn.BatchNorm1d(fan_out)] if case["batch_norm"] else []
                layers.append(ACTIVATIONS[case["activation"]]())
        return nn.Sequential(*layers)

    model = nn.Module()
    model.encoder, model.decoder = stack(sizes), stack(sizes[::-1])
    model.forward = lambda x: model.decoder(model.encoder(x))
    random = SeededRandom(case["seed"])
    for name, tensor in model.state_dict().items():
        if name.endswith("running_mean") or name.endswith("running_var") or name.endswith("tracked"):
            continue
        values = torch.tensor([random.next_single() for _ in range(tensor.numel())], dtype=torch.float64)
        is_linear = tensor.dim() == 2 or model.state_dict()[name.replace("bias", "weight")].dim() == 2
        fan_in = tensor.shape[1] if tensor.dim() == 2 else model.state_dict()[name.replace("bias", "weight")].shape[-1]
        values = (2 * values - 1) / fan_in**0.5 if is_linear else values + 0.5 if name.endswith("weight") else values - 0.5
        tensor.copy_(values.to(torch.float32).reshape(tensor.shape))
    return model


def criterion(case):
    return {
        "L1": lambda y, x: (y - x).abs().sum(),
        "MeanSquared": lambda y, x: ((y - x) ** 2).mean(dim=1).sum(),
        "Huber": lambda y, x: nn.functional.huber_loss(y, x, reduction="none").mean(dim=1).sum(),
    }[case["loss"]]


def run(case):
    random = SeededRandom(case["seed"] + 1)
    count = case["steps"] * case["batch"] * case["features"]
    data = torch.tensor([random.next_single() for _ in range(count)], dtype=torch.float32)
    batches = data.reshape(case["steps"], case["batch"], case["features"])

    exact = build(case).double()  # gradients in double: the measure that both float32 implementations are compared with
    loss = criterion(case)
    value = loss(exact(batches[0].double()), batches[0].double())
    value.backward()
    result = dict(case)
    result["first_loss"] = value.item()
    result["gradients"] = {name: parameter.grad.flatten().tolist() for name, parameter in exact.named_parameters()}

    model = build(case)
    optimizer = torch.optim.Adam(model.parameters(), lr=case["learning_rate"])
    result["losses"] = []
    for step, inputs in enumerate(batches):
        optimizer.zero_grad()
        value = loss(model(inputs), inputs)
        value.backward()
        optimizer.step()
        result["losses"].append(value.item())
        if step == 2:
            result["after_3_steps"] = {n: t.flatten().tolist() for n, t in model.state_dict().items() if not n.endswith("tracked")}
            model.eval()
            with torch.no_grad():
                result["outputs"] = model(batches[0]).flatten().tolist()
            model.train()
    return result


def plateau():
    losses = [5, 4, 3.9999, 3.99961, 4, 4, 4, 3.9, 3.9, 3.9, 3.9, 3.9, 3.9, 3.9, 3.9, 3.9] + [3.8999] * 40
    parameter = nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=0.005)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=3)
    rates = []
    for value in losses:
        schedule.step(value)
        rates.append(optimizer.param_groups[0]["lr"])
    return {"losses": losses, "rates": rates}


CASES = [
    dict(name="reference in small", features=11, hidden=[7, 5], code=3, batch_norm=True, activation="Tanh", loss="L1",
         batch=12, steps=200, learning_rate=0.005, seed=1),
    dict(name="no BatchNorm", features=9, hidden=[17], code=4, batch_norm=False, activation="Relu", loss="MeanSquared",
         batch=7, steps=40, learning_rate=0.001, seed=11),
    dict(name="sections", features=5, hidden=[8], code=2, batch_norm=True, activation="Tanh", loss="Huber",
         batch=300, steps=20, learning_rate=0.01, seed=21),
]
print(json.dumps({"cases": [run(case) for case in CASES], "plateau": plateau()}))
