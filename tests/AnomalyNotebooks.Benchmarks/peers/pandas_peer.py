"""pandas', scikit-learn's and SciPy's side of `anomaly bench`: reads one request a line (JSON), answers with one line (JSON).

Requests: {"do": "versions"}
          {"do": "read_csv", "path": "..."}             seconds
          {"do": "correlation", "path": "..."}          seconds, DataFrame.corr() of all columns as numbers
          {"do": "preprocess", "path": "..."}           seconds, label encoding and min-max scaling, fitted and transformed
          {"do": "density", "points": 45000, "grid": 512}  seconds, gaussian_kde fitted and evaluated
"""

import json
import sys
import time

import numpy
import pandas
import scipy
import sklearn
from scipy.stats import gaussian_kde
from sklearn.preprocessing import LabelEncoder, MinMaxScaler

frames = {}


def best(action, times=3):
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def features(path):
    if path not in frames:
        frame = pandas.read_csv(path)
        frames[path] = frame.drop(columns=[c for c in ("id", "attack_cat", "label") if c in frame])
    return frames[path]


def encode(frame):
    encoded = frame.copy()
    for column in encoded.select_dtypes("object"):
        encoded[column] = LabelEncoder().fit_transform(encoded[column])
    return encoded


def read_csv(path):
    return best(lambda: pandas.read_csv(path))


def correlation(path):
    encoded = encode(features(path)).astype("float64")
    return best(encoded.corr)


def preprocess(path):
    frame = features(path)
    return best(lambda: MinMaxScaler().fit_transform(encode(frame)))


def density(points, grid):
    values = numpy.random.default_rng(1).lognormal(size=points)
    at = numpy.linspace(0, values.max(), grid)
    return best(lambda: gaussian_kde(values)(at), times=1)


def versions():
    return {"pandas": pandas.__version__, "scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__}


for line in sys.stdin:
    request = json.loads(line)
    answer = globals()[request.pop("do")](**request)
    print(json.dumps(answer), flush=True)
