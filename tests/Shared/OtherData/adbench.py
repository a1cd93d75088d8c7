"""Detectors on the tables of ADBench, by the protocol of DTE (Livernoche et al., ICLR 2024): half of the normals to fit, the other half
and all anomalies to judge. A table in Markdown, figures only.

    ANOMALY="dotnet .../anomaly.dll" python3 tests/Shared/OtherData/adbench.py FOLDER_OF_NPZ [COMMIT] [SEEDS] > data/results/adbench.md

Sets under 1,000 rows are resampled to 1,000 with replacement before they are split, those above 50,000 subsampled, as in DTE. Resampling
puts copies of training rows among the normals that judge, which flatters every detector that knows distances: the mean is therefore
given without these sets too. The schema is drafted by `anomaly schema infer` from the training rows, in which there is no anomaly; labels
of the judged rows judge, and do nothing else. Needs numpy.
"""
import csv, glob, os, subprocess, sys, tempfile, time

import numpy as np

COMMAND = os.environ.get("ANOMALY", "anomaly").split()
DETECTORS = os.environ.get("DETECTORS", "ensemble neighbours mixture travelling-autoencoder wide-autoencoder isolation-forest pca").split()


def split(x, y, seed):
    np.random.seed(seed)
    if len(y) < 1000:
        rows = np.random.choice(len(y), 1000, replace=True)
        x, y = x[rows], y[rows]
    if len(y) > 50000:
        np.random.seed(seed)
        rows = np.random.choice(len(y), 50000, replace=False)
        x, y = x[rows], y[rows]
    normals, anomalies = np.flatnonzero(y == 0), np.flatnonzero(y == 1)
    half = round(0.5 * normals.size)
    return (x[normals[:half]], y[normals[:half]]), (x[np.append(normals[half:], anomalies)], y[np.append(normals[half:], anomalies)])


def write(path, x, y):
    with open(path, "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow([f"x{c}" for c in range(x.shape[1])] + ["label"])
        for row, label in zip(x, y):
            rows.writerow([repr(float(v)) for v in row] + [int(label)])


def judge(train, test, labels, schema, work):
    model, scored, found = os.path.join(work, "model.safetensors"), os.path.join(work, "scored.csv"), {}
    for detector in DETECTORS:
        for arguments in (["fit", train, "--out", model, "--detector", detector, "--schema", schema, "--threshold", "same", "--rate", "0.05"],
                          ["score", test, "--model", model, "--out", scored]):
            done = subprocess.run(COMMAND + arguments, capture_output=True, text=True)
            if done.returncode != 0:
                print(detector, done.stderr.strip()[-300:], file=sys.stderr)
                break
        else:
            with open(scored, newline="") as file:
                found[detector] = 100 * auroc(np.array([float(row["score"]) for row in csv.DictReader(file)]), labels)
    return found


def auroc(scores, labels):
    """By ranks, equal scores sharing theirs."""
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    positives, negatives = labels.sum(), (labels == 0).sum()
    return (ranks[labels == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives)


def main():
    folder, commit = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "unknown"
    seeds = range(int(sys.argv[3]) if len(sys.argv) > 3 else 3)
    all_found, copied = {}, set()
    with tempfile.TemporaryDirectory() as work:
        train, test, schema = (os.path.join(work, name) for name in ("train.csv", "test.csv", "schema.json"))
        for path in sorted(glob.glob(os.path.join(folder, "*.npz"))):
            name = os.path.basename(path)[:-4].split("_", 1)[1]
            data = np.load(path, allow_pickle=True)
            x, y = data["X"].astype(float), data["y"].astype(int)
            if len(y) < 1000: copied.add(name)
            for seed in seeds:
                start = time.time()
                fit, judged = split(x, y, seed)
                write(train, *fit)
                write(test, *judged)
                keep = [part for c in range(x.shape[1]) for part in ("--keep", f"x{c}")]
                drafted = subprocess.run(COMMAND + ["schema", "infer", train, "--label", "label", "--out", schema, *keep],
                    capture_output=True, text=True)
                if drafted.returncode != 0: sys.exit(drafted.stderr)
                for detector, percent in judge(train, test, judged[1], schema, work).items():
                    all_found.setdefault(name, {}).setdefault(detector, []).append(percent)
                print(name, seed, round(time.time() - start), "s", all_found.get(name), file=sys.stderr, flush=True)
    rows = [(name, all_found.get(name, {})) for name in sorted(all_found, key=str.lower)]
    means = {}
    for title, taken in (("mean, all", rows), ("mean without the sets that were resampled", [r for r in rows if r[0] not in copied])):
        complete = {d: [np.mean(found[d]) for _, found in taken if d in found] for d in DETECTORS}
        means[f"{title} ({len(taken)})"] = {d: values for d, values in complete.items() if len(values) == len(taken)}
    cell = lambda values: "" if not values else f"{np.mean(values):.1f}"
    spread = lambda values: cell(values) if len(values) < 2 else f"{np.mean(values):.1f} ± {np.std(values, ddof=1):.1f}"
    lines = [f"| {name}{'*' if name in copied else ''} | " + " | ".join(spread(found.get(d, [])) for d in DETECTORS) + " |"
        for name, found in rows]
    lines += [f"| **{title}** | " + " | ".join(cell(values.get(d, [])) for d in DETECTORS) + " |" for title, values in means.items()]
    print(TEXT.format(commit=commit, date=time.strftime("%Y-%m-%d"), what="one split" if len(seeds) == 1 else f"mean ± standard deviation of {len(seeds)} splits", head=" | ".join(DETECTORS),
        rule=" ---: |" * len(DETECTORS), lines="\n".join(lines)))


TEXT = """# Tables of ADBench

Made by `python3 tests/Shared/OtherData/adbench.py FOLDER` on {date}, commit {commit}. The tables (Han et al., NeurIPS 2022) are not part of
this project; no row of them is here.

AUROC in per cent, {what}, by the protocol of DTE (Livernoche et al., ICLR 2024): half of the normals to
fit (a fifth of it kept back for the threshold), the other half and all anomalies to judge. Default settings; columns as `anomaly schema infer` drafts them from the training rows.
Labels of judged rows judge and do nothing else. *: under 1,000 rows, resampled before the split as in DTE, so that most normals that judge
are copies of training rows; the last line leaves these sets out.

| table | {head} |
| --- |{rule}
{lines}
"""

if __name__ == "__main__":
    main()
