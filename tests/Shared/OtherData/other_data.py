"""What `anomaly` makes of data sets that are not UNSW-NB15's partitions: a table in Markdown, figures only.

    dotnet build AnomalyNotebooks.sln
    ANOMALY="dotnet .../anomaly.dll" python3 tests/Shared/OtherData/other_data.py FOLDER [COMMIT] > data/results/other-data.md

FOLDER holds the data sets by the names in FILES; one that is not there is left out.
"""
import json, os, subprocess, sys, tempfile, time

FILES = [  # file, schema that comes with the program, what to judge: itself, another file, or nothing
    ("zeek/008-mixed.conn.log.labeled", "zeek", "itself"),
    ("zeek/002-portscan.conn.json.log", "zeek", None),
    ("argus/mixed.binetflow", "argus", "itself"),
    ("nsl-kdd/KDDTrain+_20Percent.txt", "nsl-kdd", "nsl-kdd/KDDTest+.txt"),
    ("nsl-kdd/KDDTest+.txt", "nsl-kdd", None),
    ("unsw-raw/jan22-part1.csv", "unsw-nb15-raw", "itself"),
    ("unsw-raw/jan22-part2.csv", "unsw-nb15-raw", None),
]
COMMAND = os.environ.get("ANOMALY", "anomaly").split()
SECONDS = 900  # for one evaluation


def run(*arguments):
    start = time.time()
    done = subprocess.run(COMMAND + list(arguments), capture_output=True, text=True, timeout=SECONDS)
    return done, time.time() - start


def key(name):
    return "".join(name.split()).lower()


def compared(drafted, shipped):
    """What a draft says otherwise than the schema that comes with the program, of the columns that both know."""
    known = {}
    for column in shipped["columns"]:
        for name in [column["name"], *column.get("aliases", [])]:
            known[key(name)] = column
    feature = lambda column: column.get("feature", column["role"] not in ("identifier", "timestamp"))
    both = [(c, known[key(c["name"])]) for c in drafted["columns"] if key(c["name"]) in known]
    roles = [f"{c['name']} {c['role']} for {k['role']}" for c, k in both if c["role"] != k["role"]]
    left = [c["name"] for c, k in both if not feature(c) and feature(k)]
    taken = [c["name"] for c, k in both if feature(c) and not feature(k)]
    labels = [drafted.get("labels") or {}, shipped.get("labels") or {}]
    names = [{part: labels[i].get(part) and key(labels[i][part]) for part in ("category", "flag")} for i in (0, 1)]
    wrong = []
    if roles: wrong.append("role of " + ", ".join(roles))
    if left: wrong.append("left out as leaks: " + ", ".join(left))
    if taken: wrong.append("taken as features: " + ", ".join(taken))
    if any(names[0].values()) and names[0] != names[1]: wrong.append(f"label {names[0]} for {names[1]}")
    return f"{len(both) - len(roles)} of {len(both)} roles", "; ".join(wrong) or "nothing"


def main():
    folder, commit = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "unknown"
    read, judged = [], []
    with tempfile.TemporaryDirectory() as work:
        for file, schema, test in FILES:
            path = os.path.join(folder, file)
            if not os.path.exists(path): continue
            info, seconds = run("data", "info", path)
            lines = info.stdout.splitlines()
            begin = lambda word: next((" ".join(l.split()[1:]) for l in lines if l.startswith(word)), "")
            at = next(i for i, l in enumerate(lines) if l.startswith("missing"))
            missing = " ".join([begin("missing"), *(l.strip() for l in lines[at + 1:] if l.startswith("      ") and "," in l)])
            rows = begin("data").rsplit(" flows", 1)[0].rsplit(" ", 1)[-1]
            draft = os.path.join(work, "draft.json")
            run("schema", "infer", path, "--out", draft)
            shipped = json.loads(run("schema", "show", schema)[0].stdout)
            right, wrong = compared(json.load(open(draft)), shipped)
            read.append(f"| {os.path.basename(file)} | {schema} | {rows} | {seconds:.1f} | {missing} | {right} | {wrong} |")
            if test is None: continue
            saved = os.path.join(work, "judged.json")
            data = ["--data", path, "--protocol", "random-holdout"] if test == "itself" else [
                "--train", path, "--test", os.path.join(folder, test), "--protocol", "train-test"]
            detectors = json.loads(os.environ.get("DETECTORS", '["all"]'))
            for detector in detectors:
                print(file, detector, file=sys.stderr, flush=True)
                try:
                    done, _ = run("evaluate", *data, "--schema", schema, "--detector", detector, "--seeds", "1", "--later", "none",
                                  "--resamples", "100", "--json", saved)
                except subprocess.TimeoutExpired:
                    judged.append(f"| {os.path.basename(file)} | {detector} | took more than {SECONDS} s | | | |")
                    continue
                if done.returncode != 0:
                    error = done.stderr.strip().splitlines()[-1].replace("error: ", "").replace(folder.rstrip("/") + "/", "")
                    judged.append(f"| {os.path.basename(file)} | {detector} | {error} | | | |")
                    continue
                for result in json.load(open(saved))["results"]:
                    m = result["metrics"]
                    value = lambda name, form: form.format(m[name]["mean"]) if name in m else "unknown"
                    judged.append(f"| {os.path.basename(file)}{'' if test == 'itself' else ', judged by ' + os.path.basename(test)} "
                                  f"| {result['detector']} | {value('auroc', '{:.4f}')} ({value_range(m)}) "
                                  f"| {value('fprAtThreshold0.01', '{:.2%}')} | {value('recallAtThreshold0.01', '{:.2%}')} "
                                  f"| {value('fprAtThreshold0.05', '{:.2%}')}; {value('recallAtThreshold0.05', '{:.2%}')} |")
    print(TEXT.format(commit=commit, date=time.strftime("%Y-%m-%d"), read="\n".join(read), judged="\n".join(judged)))


def value_range(metrics):
    auroc = metrics.get("auroc", {})
    return f"{auroc['low']:.3f} to {auroc['high']:.3f}" if "low" in auroc else ""


TEXT = """# Other data

Made by `python3 tests/Shared/OtherData/other_data.py FOLDER` on {date}, commit {commit}. The data sets are not part of this
project: Zeek and Argus samples of the Stratosphere laboratory (CTU Prague), NSL-KDD, raw files of UNSW-NB15. Figures only: no row of them
is here.

## What is read

`anomaly data info FILE` and `anomaly schema infer FILE`. Seconds: of the whole command, start included, on a machine that did other work
too. *Right* and *otherwise*: the drafted schema beside the one that comes with the program, of the columns that both know.

| file | schema | flows | s | missing values | right | otherwise |
| --- | --- | ---: | ---: | --- | --- | --- |
{read}

## What is found

One seed. A file by itself: `anomaly evaluate --data FILE --schema SCHEMA --protocol random-holdout --detector all --seeds 1 --later none`:
fitted on 70 % of the normals at random (a tenth of them for stopping and scales, a tenth for the threshold), judged by the other normals
and the development half of the attacks. Two files: `--train FILE --test FILE --protocol train-test`: fitted on the normals of the one,
judged by the other, in which there are attacks that the first has not. Thresholds were set beforehand on held-out normals, for a
false-positive rate asked for; nothing was chosen by these figures. AUROC with a 95 % interval over groups of equal flows.

| data | detector | AUROC (95 %) | 1 % asked: FPR got | recall there | 5 % asked: FPR got; recall |
| --- | --- | --- | ---: | ---: | --- |
{judged}
"""

if __name__ == "__main__":
    main()
