"""Makes boosted_trees.json: decisions of scikit-learn's HistGradientBoostingClassifier on small made-up data.

Run with an interpreter that has numpy and scikit-learn (the fixture was made with 1.2.1): python3 make_boosted_trees.py
"""
import json
import pathlib

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

random = np.random.RandomState(7)


def case(name, rows, columns, train, **settings):
    # Eighths, so that decimal text, float32 and float64 hold the same numbers.
    x = np.round(random.normal(0, 4, (rows, columns)) * 8) / 8
    x[:, 1] = random.randint(0, 3, rows)
    x[:, 2] = x[:, 2] > 0
    odds = x[:, 0] * 0.3 + (x[:, 1] == 1) * 2 - x[:, 2] * x[:, 3] * 0.4
    y = random.rand(rows) < 1 / (1 + np.exp(-odds))
    model = HistGradientBoostingClassifier(early_stopping=False, **settings).fit(x[:train], y[:train])
    return {
        "name": name, "settings": settings, "train": train, "columns": columns,
        "rows": x.ravel().tolist(), "classes": y[:train].astype(int).tolist(),
        "decisions": [float(f"{value:.9g}") for value in model.decision_function(x)],
    }


cases = [
    case("defaults", 300, 5, 250, max_iter=20),
    case("deep", 300, 4, 240, max_iter=15, max_leaf_nodes=60, min_samples_leaf=5, learning_rate=0.3),
    case("few bins and a penalty", 250, 9, 200, max_iter=10, max_bins=8, l2_regularization=2.5),
]
pathlib.Path(__file__).with_name("boosted_trees.json").write_text(json.dumps({"made by": "make_boosted_trees.py", "cases": cases}, separators=(",", ":")) + "\n")
