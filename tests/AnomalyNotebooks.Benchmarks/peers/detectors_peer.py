"""scikit-learn's side of the detectors in `anomaly bench`: reads one request a line (JSON), answers with seconds, one line each.

Requests: {"do": "versions"}
          {"do": "load", "path": FILE, "rows": 20000, "columns": 90}   float32, row by row: the features of normal flows
          {"do": "fit", "what": "isolation_forest"}                      with the settings that ours has in the same row
          {"do": "score", "what": "isolation_forest"}                    the same rows, by the model fitted last
"""

import json
import os
import sys
import time

import numpy
import sklearn
from sklearn.decomposition import PCA
from sklearn.ensemble import HistGradientBoostingClassifier, IsolationForest
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import make_pipeline

jobs = os.cpu_count()
data, fitted = {}, {}

models = {
    "isolation_forest": lambda: IsolationForest(n_estimators=100, max_samples=256, random_state=1, n_jobs=jobs),
    "neighbours": lambda: NearestNeighbors(n_neighbors=5, n_jobs=jobs),
    "mixture": lambda: make_pipeline(PCA(24), GaussianMixture(48, reg_covar=1e-6, tol=1e-3, max_iter=100, random_state=1)),
    "boosting": lambda: HistGradientBoostingClassifier(
        max_iter=100, max_leaf_nodes=31, learning_rate=0.1, min_samples_leaf=20, early_stopping=False, max_bins=255
    ),
}
scores = {
    "isolation_forest": lambda model, rows: model.score_samples(rows),
    "neighbours": lambda model, rows: model.kneighbors(rows)[0].mean(axis=1),
    "mixture": lambda model, rows: model.score_samples(rows),
    "boosting": lambda model, rows: model.decision_function(rows),
}


def load(path, rows, columns):
    data["rows"] = numpy.fromfile(path, dtype="<f4").reshape(rows, columns)
    data["half"] = numpy.arange(rows) % 2 == 1
    return 0


def seconds(action):
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def fit(what):
    model = models[what]()
    taken, fitted[what] = seconds(lambda: model.fit(data["rows"], data["half"] if what == "boosting" else None))
    return taken


def score(what):
    return seconds(lambda: scores[what](fitted[what], data["rows"]))[0]


def versions():
    return {"scikit-learn": sklearn.__version__, "numpy": numpy.__version__}


for line in sys.stdin:
    request = json.loads(line)
    answer = globals()[request.pop("do")](**request)
    print(json.dumps(answer), flush=True)
