"""Makes scores.json with SciPy: run with Debian's /usr/bin/python3 (python3-scipy) in this folder."""
import json
import numpy as np
from scipy import stats

rng = np.random.default_rng(20150401)
normals = np.round(rng.lognormal(0.2, 0.5, 120), 6)
attacks = np.round(np.concatenate([rng.normal(5, 0.8, 70), rng.normal(60, 2, 10)]), 6)  # far apart: an empty gap between
excesses = stats.genpareto.rvs(0.3, scale=2.0, size=400, random_state=3)


def curve(scores, points=200, cut=3):
    kde = stats.gaussian_kde(scores)
    bandwidth = float(np.sqrt(kde.covariance[0, 0]))
    grid = np.linspace(scores.min() - cut * bandwidth, scores.max() + cut * bandwidth, points)
    return kde, bandwidth, grid, kde(grid)


def described(scores):
    kde, bandwidth, grid, density = curve(scores)
    far = np.array([scores.min() - 20 * bandwidth, scores.max() + 30 * bandwidth, (scores.min() + scores.max()) / 2])
    return dict(bandwidth=bandwidth, grid=grid.tolist(), density=density.tolist(), far=far.tolist(), far_density=kde(far).tolist())


(_, _, nx, ny), (_, _, ax, ay) = curve(normals), curve(attacks)
squared = (nx[:, None] - ax[None, :]) ** 2 + (ny[:, None] - ay[None, :]) ** 2
i, j = np.unravel_index(np.argmin(squared), squared.shape)

json.dump(dict(
    scipy=__import__("scipy").__version__,
    normals=normals.tolist(), attacks=attacks.tolist(),
    normal_curve=described(normals), attack_curve=described(attacks),
    nearest_x=float(nx[i]), nearest_gap=float(np.sqrt(squared[i, j])),
    median=float(np.median(normals)), mad=float(stats.median_abs_deviation(normals, scale="normal")),
    excesses=np.round(excesses, 9).tolist(), maximum_likelihood=[float(x) for x in stats.genpareto.fit(np.round(excesses, 9), floc=0)],
    pareto_tail=[dict(shape=c, scale=2.0, tail=q, excess=float(stats.genpareto.isf(q, c, scale=2.0))) for c in (-0.3, 0.0, 0.4) for q in (0.5, 0.01, 1e-6)],
), open("scores.json", "w"))
