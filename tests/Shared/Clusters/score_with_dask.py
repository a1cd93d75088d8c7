"""Scores the parts of a data set by `anomaly score` under Dask distributed: two workers on loopback, or a cluster that is there.

    python3 score_with_dask.py OUT MODEL PART... [--scheduler ADDRESS]

Writes what one process writes of the parts one after the other. ANOMALY says how to start the command line.
"""
import argparse
import itertools
import os
import shlex
import subprocess

from distributed import Client, LocalCluster

ANOMALY = shlex.split(os.environ.get("ANOMALY", "anomaly"))


def count(part):
    """Flows of a part: its lines but the header."""
    with open(part, "rb") as lines:
        return sum(1 for _ in lines) - 1


def score(part, first, model):
    """The part goes in, scores come out; nothing is kept between parts."""
    command = ANOMALY + ["score", "-", "--model", model, "--first", str(first)]
    with open(part, "rb") as flows:
        return subprocess.run(command, stdin=flows, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True).stdout


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("out")
    arguments.add_argument("model")
    arguments.add_argument("parts", nargs="+")
    arguments.add_argument("--scheduler")
    given = arguments.parse_args()
    cluster = given.scheduler or LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    with Client(cluster) as client, open(given.out, "wb") as out:
        counts = client.gather(client.map(count, given.parts))
        firsts = [1 + before for before in itertools.accumulate([0] + counts[:-1])]
        tables = client.gather(client.map(score, given.parts, firsts, model=given.model))
        for i, table in enumerate(tables):
            out.write(table if i == 0 else table.split(b"\n", 1)[1])
        print(f"{sum(counts):,} flows in {len(counts)} parts on {len(client.scheduler_info()['workers'])} workers")
    if not given.scheduler:
        cluster.close()


if __name__ == "__main__":
    main()
