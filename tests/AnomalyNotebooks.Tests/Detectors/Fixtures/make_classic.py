"""Makes classic.json with scikit-learn: run with Debian's /usr/bin/python3 (python3-sklearn) in this folder."""
import json
import numpy as np
import sklearn
from sklearn.covariance import EmpiricalCovariance
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import NearestNeighbors

rng = np.random.default_rng(20150403)
mix = rng.normal(size=(5, 5))
centres = np.array([[0, 0, 0, 0, 0], [4, 1, -3, 0, 2], [-3, 3, 2, 2, -2]])
train = np.round(rng.normal(size=(90, 5)) @ mix * 0.6 + centres[np.arange(90) % 3], 3).astype(np.float32)
train[7] = train[3]  # a duplicate
query = np.round(np.concatenate([rng.normal(size=(10, 5)) @ mix, rng.normal(size=(4, 5)) * 8]), 3).astype(np.float32)
query[2] = train[50]
wide_train, wide_query = train.astype(np.float64), query.astype(np.float64)

pca = PCA(3, svd_solver="full").fit(wide_train)
residuals = wide_query - pca.inverse_transform(pca.transform(wide_query))
# scikit-learn divides the covariance by n; ours, as PCA, by n - 1
mahalanobis = EmpiricalCovariance().fit(wide_train).mahalanobis(wide_query) * (len(train) - 1) / len(train)

forest = IsolationForest(n_estimators=4, max_samples=32, random_state=1).fit(train)
trees = []
for tree in (e.tree_ for e in forest.estimators_):
    trees.append(dict(feature=np.where(tree.children_left < 0, -1, tree.feature).tolist(), threshold=tree.threshold.tolist(),
                      left=tree.children_left.tolist(), right=tree.children_right.tolist(), rows=tree.n_node_samples.tolist()))
full = IsolationForest(n_estimators=500, max_samples=64, random_state=2).fit(train)

mixtures = {}
for kind in ("full", "diag"):
    start = dict(means_init=train[:3].astype(np.float64), weights_init=np.full(3, 1 / 3),
                 precisions_init=np.stack([np.eye(5)] * 3) if kind == "full" else np.ones((3, 5)))
    fitted = GaussianMixture(3, covariance_type=kind, tol=0, max_iter=12, reg_covar=1e-4, random_state=0, **start).fit(wide_train)
    mixtures[kind] = dict(weights=fitted.weights_.tolist(), means=fitted.means_.ravel().tolist(), score=(-fitted.score_samples(wide_query)).tolist())

neighbours = NearestNeighbors(n_neighbors=4, algorithm="brute").fit(wide_train)
distances, indices = neighbours.kneighbors(wide_query)
own_distances, own_indices = neighbours.kneighbors()  # each training row without itself

json.dump(dict(
    sklearn=sklearn.__version__, columns=5, train=train.ravel().tolist(), query=query.ravel().tolist(),
    pca_score=(residuals ** 2).sum(1).tolist(), pca_variances=pca.explained_variance_.tolist(), pca_explained=float(pca.explained_variance_ratio_.sum()),
    mahalanobis=mahalanobis.tolist(),
    trees=trees, trees_sample=32, trees_score=(-forest.score_samples(query)).tolist(), forest_score=(-full.score_samples(query)).tolist(),
    mixtures=mixtures,
    distances=distances.ravel().tolist(), indices=indices.ravel().tolist(),
    own_distances=own_distances.ravel().tolist(), own_indices=own_indices.ravel().tolist(),
), open("classic.json", "w"))
