"""Rivals of the grouping into stories: vectors in, the groups of two simple methods out, each tuned on the set."""

from collections import defaultdict

import numpy as np
import scipy.sparse
import scipy.sparse.csgraph
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from eval.story_sets import b_cubed, pair_f1
from tellings.model import Terms
from tellings.stages.stories.pairs import make_window, similar_pairs
from tellings.stages.stories.settings import StorySettings
from tellings.stages.stories.vectors import make_vectors


def rivals(heads: list[Terms], gold: dict[str, str]) -> dict[str, dict[str, float]]:
    """Two simple rivals on the same vectors, each at the threshold that is best for the set itself by B-cubed F1."""
    heads = sorted(heads, key=lambda head: head.article_id)
    articles = make_vectors(heads, StorySettings())
    window = make_window(articles.days, StorySettings())
    pairs = [part.tolist() for part in similar_pairs(articles, window, StorySettings())]
    best: dict[str, dict[str, float]] = {"components": {"f1": 0.0}, "single pass": {"f1": 0.0}}
    for least in range(100, 500, 20):
        graph = scipy.sparse.coo_matrix(
            (np.ones(len(pairs[0])) * (np.array(pairs[2]) >= least), (pairs[0], pairs[1])), shape=(len(heads),) * 2
        ).tocsr()
        graph.eliminate_zeros()
        labels = scipy.sparse.csgraph.connected_components(graph, directed=False)[1]
        given = {"components": labels.tolist(), "single pass": single_pass(articles.days.tolist(), pairs, least)}
        for name, label in given.items():
            of = dict(zip(articles.ids, label, strict=True))
            f1 = round(b_cubed(of, gold)[2], 2)
            if f1 > best[name]["f1"]:
                ids = sorted(gold)
                labels = [gold[k] for k in ids], [of[k] for k in ids]
                best[name] = {
                    "f1": f1, "threshold": least / 1000, "pair_f1": round(pair_f1(of, gold), 2),
                    "ari": round(100 * adjusted_rand_score(*labels), 2),
                    "ami": round(100 * adjusted_mutual_info_score(*labels), 2),
                }  # fmt: skip
    return best


def single_pass(days: list[int], pairs: list[list[int]], least: int) -> list[int]:
    """Each article, by date, joins the story of its most similar predecessor, or founds one."""
    near: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, other, similarity in zip(*pairs, strict=True):
        near[one].append((similarity, other))
        near[other].append((similarity, one))
    label = [-1] * len(days)
    for row in sorted(range(len(days)), key=lambda row: (days[row], row)):
        known = [(similarity, -other) for similarity, other in near[row] if label[other] >= 0 and similarity >= least]
        label[row] = label[-max(known)[1]] if known else row
    return label
