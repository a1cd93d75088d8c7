"""PyTorch's side of `anomaly bench`: reads one request a line (JSON), answers with one line (JSON).

Kept running for the whole benchmark so that its turns can alternate with ours without paying for the import each time.
Requests: {"do": "versions"}
          {"do": "train", "sizes": [44, 12, 7, 4], "batch": 12, "rows": 25900, "seconds": 1, "threads": 1}
          {"do": "score", "sizes": [...], "rows": 82332, "threads": 1}
          {"do": "score_one_by_one", "sizes": [...], "rows": 2000, "threads": 1}
Answers give rows a second: of the best pass over the rows, or of the steps that fitted into the time.
"""

import json
import sys
import time

import torch
from torch import nn


def build(sizes):
    """Linear, BatchNorm, tanh, ...; code and output are linear: the network of the reference project, for any sizes."""

    def stack(widths):
        layers = []
        for i, (fan_in, fan_out) in enumerate(zip(widths, widths[1:])):
            layers.append(nn.Linear(fan_in, fan_out))
            if i < len(widths) - 2:
                layers += [nn.BatchNorm1d(fan_out), nn.Tanh()]
        return nn.Sequential(*layers)

    return nn.Sequential(stack(sizes), stack(sizes[::-1]))


def train(sizes, batch, rows, seconds, threads):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    data = torch.rand(rows, sizes[0])
    model = build(sizes)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    criterion = nn.L1Loss(reduction="sum")
    batches = [data[i : i + batch] for i in range(0, rows - batch + 1, batch)]
    for warm in batches[:5]:
        step(model, optimizer, criterion, warm)
    done, start = 0, time.perf_counter()
    while True:
        for inputs in batches:
            step(model, optimizer, criterion, inputs)
            done += len(inputs)
            elapsed = time.perf_counter() - start
            if elapsed > seconds:
                return done / elapsed


def step(model, optimizer, criterion, inputs):
    optimizer.zero_grad()
    loss = criterion(model(inputs), inputs)
    loss.backward()
    optimizer.step()
    loss.item()  # the reference project reads the loss of every batch


@torch.no_grad()
def score(sizes, rows, threads):
    torch.set_num_threads(threads)
    data = torch.rand(rows, sizes[0])
    model = build(sizes).eval()
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        (model(data) - data).abs().sum(dim=1)
        best = min(best, time.perf_counter() - start)
    return rows / best


@torch.no_grad()
def score_one_by_one(sizes, rows, threads):
    torch.set_num_threads(threads)
    data = torch.rand(rows, sizes[0])
    model = build(sizes).eval()
    criterion = nn.L1Loss(reduction="sum")
    start = time.perf_counter()
    for i in range(rows):
        row = data[i : i + 1]
        criterion(model(row), row).item()
    return rows / (time.perf_counter() - start)


def versions():
    return {"python": sys.version.split()[0], "torch": torch.__version__}


for line in sys.stdin:
    request = json.loads(line)
    answer = globals()[request.pop("do")](**request)
    print(json.dumps(answer), flush=True)
