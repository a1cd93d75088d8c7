"""Makes the fixtures beside this file with scikit-learn, SciPy and pandas (made with 1.2.1, 1.10.1, 1.5.3).

    python3 make_fixtures.py [folder of UNSW_NB15_training-set.csv]

steps.json holds small made-up columns and what scikit-learn's transformers make of them; inverse_normal.json the normal quantile;
correlations.json, made only if the folder is given, coefficients and summaries of the real file, no row of it.
"""
import json
import os
import sys

import numpy as np
import pandas as pd
from scipy.stats import norm
from sklearn.preprocessing import (MinMaxScaler, OneHotEncoder, OrdinalEncoder, QuantileTransformer, StandardScaler)

here = os.path.dirname(os.path.abspath(__file__))


def save(name, content):
    with open(os.path.join(here, name), "w") as file:
        json.dump(content, file, separators=(",", ":"))
        file.write("\n")


def steps():
    random = np.random.RandomState(7)
    columns = {
        "normal": random.normal(3, 2, 160),
        "heavy tail": np.exp(random.normal(0, 4, 160)),
        "counts": random.poisson(1.2, 160).astype(float),
        "half zeros": np.where(random.rand(160) < 0.5, 0, random.gamma(2, 50, 160)),
        "two values": (random.rand(160) < 0.1).astype(float),
        "constant": np.full(160, 4.25),
        "large": 1e9 + random.normal(0, 1, 160),
    }
    cases = []
    for name, values in columns.items():
        train, test = values[:100].reshape(-1, 1), values[100:].reshape(-1, 1)
        test = np.vstack([test, train[:40], [[train.min() - 1], [train.max() + 1]]])
        case = {"name": name, "train": train.ravel().tolist(), "test": test.ravel().tolist()}
        case["minMax"] = MinMaxScaler().fit(train).transform(test).ravel().tolist()
        case["standard"] = StandardScaler().fit(train).transform(test).ravel().tolist()
        for output in ("uniform", "normal"):
            # 10 and 64 steps have no divisor in common with the 99 between the rows: where a quantile falls on a row, scikit-learn's
            # rounding decides on which side of a tie it lands.
            for quantiles in (11, 65):
                transformer = QuantileTransformer(n_quantiles=quantiles, output_distribution=output)
                case[f"{output}{quantiles}"] = transformer.fit(train).transform(test).ravel().tolist()
        cases.append(case)

    texts = random.choice(["tcp", "udp", "arp", "ospf", "Zz", "-"], 200, p=[0.45, 0.3, 0.15, 0.05, 0.03, 0.02])
    test = np.array(["tcp", "udp", "arp", "ospf", "Zz", "-", "never seen"])
    ordinal = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1).fit(texts.reshape(-1, 1))
    one_hot = {}
    for least in (1, 10, 50):
        encoder = OneHotEncoder(min_frequency=least, handle_unknown="infrequent_if_exist", sparse_output=False)
        one_hot[str(least)] = encoder.fit(texts.reshape(-1, 1)).transform(test.reshape(-1, 1)).tolist()
    save("steps.json", {
        "numbers": cases,
        "texts": {"train": texts.tolist(), "test": test.tolist(), "ordinal": ordinal.transform(test.reshape(-1, 1)).ravel().tolist(), "oneHot": one_hot},
    })


def inverse_normal():
    probabilities = np.concatenate([np.linspace(0.001, 0.999, 499), 10.0 ** -np.arange(1, 300, 7.0), 1 - 10.0 ** -np.arange(1, 16.0), [0.075, 0.925, 0.5]])
    save("inverse_normal.json", {"probabilities": probabilities.tolist(), "quantiles": norm.ppf(probabilities).tolist()})


def real(folder):
    flows = pd.read_csv(os.path.join(folder, "UNSW_NB15_training-set.csv"), encoding="utf-8-sig").drop(columns="id")
    for column in ("proto", "service", "state", "attack_cat"):
        flows[column] = flows[column].astype("category").cat.codes.astype(float)
    upper = np.triu_indices(flows.shape[1], 1)
    numeric = flows.drop(columns=["proto", "service", "state", "attack_cat", "label"])
    described = numeric.describe().T
    save("correlations.json", {
        "columns": list(flows.columns),
        "pearson": flows.corr().to_numpy()[upper].tolist(),
        "spearman": flows.corr(method="spearman").to_numpy()[upper].tolist(),
        "described": {name: row.tolist() for name, row in described.iterrows()},  # count, mean, std, min, 25 %, 50 %, 75 %, max
        "distinct": {name: int(numeric[name].nunique()) for name in numeric},
    })


steps()
inverse_normal()
if len(sys.argv) > 1:
    real(sys.argv[1])
