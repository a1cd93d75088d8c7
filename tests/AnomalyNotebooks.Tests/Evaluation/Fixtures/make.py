"""Makes evaluation.json with scikit-learn: run with Debian's /usr/bin/python3 (python3-sklearn) in this folder."""
import json
import warnings
import numpy as np
import sklearn
from sklearn import metrics

warnings.simplefilter("ignore")
rng = np.random.default_rng(20150402)


def case(name, scores, labels, threshold):
    fpr, tpr, _ = metrics.roc_curve(labels, scores, drop_intermediate=False)
    precision, recall, _ = metrics.precision_recall_curve(labels, scores)
    flagged = scores > threshold
    tn, fp, fn, tp = metrics.confusion_matrix(labels, flagged, labels=[0, 1]).ravel()
    return dict(
        name=name, scores=scores.tolist(), labels=labels.tolist(), threshold=threshold,
        auroc=metrics.roc_auc_score(labels, scores), ap=metrics.average_precision_score(labels, scores),
        fpr=fpr.tolist(), tpr=tpr.tolist(),
        # scikit-learn goes from low to high thresholds, and up to 1.2 stops where recall reaches 1
        precision=precision[::-1].tolist(), recall=recall[::-1].tolist(),
        tpr_at={str(x): float(tpr[fpr <= x].max()) for x in (0.0, 0.01, 0.1, 0.5)},
        # the same precision-recall curve with attacks weighted down to 1 in 100
        ap_at_1_percent=metrics.average_precision_score(labels, scores, sample_weight=np.where(labels == 1, 0.01 / labels.mean(), 0.99 / (1 - labels.mean()))),
        tp=int(tp), fp=int(fp), tn=int(tn), fn=int(fn),
        accuracy=metrics.accuracy_score(labels, flagged), precision_at=metrics.precision_score(labels, flagged, zero_division=0),
        recall_at=metrics.recall_score(labels, flagged), f1=metrics.f1_score(labels, flagged, zero_division=0))


labels = (rng.random(90) < 0.4).astype(int)
scores = np.round(rng.normal(labels * 1.2, 1), 6)
json.dump(dict(sklearn=sklearn.__version__, cases=[
    case("distinct scores", scores, labels, 0.7),
    case("many ties", np.round(scores * 2) / 2, labels, 0.5),
    case("all equal", np.full(20, 1.5), np.array([0, 1] * 10), 1.5),
    case("perfect", np.array([0.1, 0.2, 0.3, 0.8, 0.9]), np.array([0, 0, 0, 1, 1]), 0.5),
    case("reversed", np.array([0.9, 0.8, 0.3, 0.2, 0.1]), np.array([0, 0, 0, 1, 1]), 2.0),
]), open("evaluation.json", "w"))
