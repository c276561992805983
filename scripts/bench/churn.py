# SPDX-License-Identifier: MIT
"""Learn who leaves, as users of scikit-learn and XGBoost would, from the files of churn.sh.

  churn.py logistic|trees JOBS TARGET=VALUE TRAIN TEST OUT   fit to TRAIN, predict TEST; write to
                                        OUT.time the processor's seconds without reading
  churn.py auc TARGET=VALUE TEST OUT ...                      the AUC of each OUT
"""
import sys
import time

import numpy as np
import pandas as pd


def read(path):
    return pd.read_csv(path, sep="\t", dtype={"customer_id": str}, na_values=" ")


def split(frame, target):
    name, value = target.split("=")
    rest = frame.drop(columns=[name, *(c for c in frame if c in ("customer_id", "phonenumber"))])
    return rest, (frame[name] == value).to_numpy().astype(np.int8)


def encoder(frame, scaled):
    from sklearn.compose import make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    words = [c for c in frame if not pd.api.types.is_numeric_dtype(frame[c])]
    numbers = [c for c in frame if c not in words]
    scale = make_pipeline(SimpleImputer(), StandardScaler()) if scaled else "passthrough"
    one_hot = OneHotEncoder(handle_unknown="ignore", sparse_output=False, dtype=np.float32)
    return make_column_transformer((scale, numbers), (one_hot, words))


def logistic(train, event, test, jobs):
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(encoder(train, True), LogisticRegression(max_iter=1000))
    return model.fit(train, event).predict_proba(test)[:, 1]


def trees(train, event, test, jobs):
    """How many trees: by a fifth of the rows held out; then all rows, as crm-churn does."""
    from sklearn.model_selection import train_test_split
    from xgboost import XGBClassifier

    how = dict(max_depth=4, learning_rate=0.05, subsample=0.8, min_child_weight=5,
               colsample_bynode=0.5, n_jobs=jobs, tree_method="hist", random_state=1)
    encode = encoder(train, False)
    x = encode.fit_transform(train).astype(np.float32)
    a, b, event_a, event_b = train_test_split(x, event, test_size=0.2, stratify=event,
                                              random_state=1)
    first = XGBClassifier(n_estimators=1000, early_stopping_rounds=50, **how)
    first.fit(a, event_a, eval_set=[(b, event_b)], verbose=False)
    model = XGBClassifier(n_estimators=first.best_iteration + 1, **how).fit(x, event)
    return model.predict_proba(encode.transform(test).astype(np.float32))[:, 1]


def main():
    if sys.argv[1] == "auc":
        from sklearn.metrics import roc_auc_score

        _, event = split(read(sys.argv[3]), sys.argv[2])
        print(*(f"{roc_auc_score(event, np.loadtxt(path)):.6f}" for path in sys.argv[4:]))
        return
    learner, jobs, target, train, test, out = sys.argv[1:]
    known, event = split(read(train), target)
    unknown, _ = split(read(test), target)
    learn = {"logistic": logistic, "trees": trees}[learner]
    begun = time.process_time()
    probability = learn(known, event, unknown, int(jobs))
    with open(out + ".time", "w") as times:
        print(f"{time.process_time() - begun:.2f}", file=times)
    np.savetxt(out, probability, fmt="%.9g")


main()
