"""Logits of held-out voices → probabilities, what a threshold costs on held-out ordinary talk, and thresholds for cues."""

import numpy as np

from . import HARMS
from .corpus import CUES
from .evaluate import crossings
from .examples import Examples
from .score import Scores

COSTS = (2000, 1000, 500, 200, 100, 50, 30, 20, 15, 10, 7, 5, 3, 2, 1, 0.5)
"""Alerts per 100,000 messages for which the budget table has a row, as far as the held-out talk is long enough to tell."""
SETTLED = (0.0, 1.0)
"""Targets between these are the ramp before `due`: neither yes nor no."""


def platt(logits: np.ndarray, yes: np.ndarray, steps: int = 50) -> dict[str, float]:
    """`a, b` of 1/(1+e^−(a·logit+b)) by Newton's method, with Platt's targets."""
    positive, negative = yes.sum(), (1 - yes).sum()
    target = np.where(yes > 0, (positive + 1) / (positive + 2), 1 / (negative + 2))
    x = np.stack([logits, np.ones_like(logits)], 1).astype(np.float64)
    w = np.array([1.0, 0.0])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -40, 40)))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2)
        w -= np.linalg.solve(hessian, x.T @ (p - target))
    if w[0] <= 0:
        raise ValueError("the logits do not rise with the harm: nothing to calibrate")
    return {"a": round(float(w[0]), 5), "b": round(float(w[1]), 5)}


def probability(fit: dict[str, float], logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(fit["a"] * logits.astype(np.float64) + fit["b"])))


def calibration(examples: Examples, scores: Scores, corpus: np.ndarray) -> dict[str, dict[str, dict[str, float]]]:
    """`corpus`: conversations scored by a model that had not seen their voice."""
    tracks = [t for c in corpus for t in examples.tracks[c].values()]
    places = np.concatenate([t.messages for t in tracks])
    target, weight = np.concatenate([t.target for t in tracks]), np.concatenate([t.weight for t in tracks])
    fits: dict[str, dict[str, dict[str, float]]] = {"message": {}, "risk": {}}
    for h, harm in enumerate(HARMS):
        settled = np.isin(target[:, h], SETTLED) & (weight[:, h] > 0) & ~np.isnan(scores.risk[places, h])
        fits["risk"][harm] = platt(scores.risk[places, h][settled], target[settled, h])
        known = (examples.harm_known[places, h] > 0) & ~np.isnan(scores.harm[places, h])
        fits["message"][harm] = platt(scores.harm[places, h][known], examples.harm[places, h][known])
    return fits


def budget(examples: Examples, scores: Scores, talk: np.ndarray, fits: dict) -> dict[str, list[list[float]]]:
    """Thresholds, rising, with the alerts per 100,000 messages of `talk` that they cost."""
    table = {}
    for h, harm in enumerate(HARMS):
        peaks, messages = crossings(examples, probability(fits["risk"][harm], scores.risk[:, h]), talk)
        allowed = [int(cost * messages / 1e5) for cost in COSTS]
        thresholds = sorted({min(1.0, np.ceil(1e5 * peaks[k] + 0.5) / 1e5) for k in allowed if 0 < k < len(peaks)})
        table[harm] = [[float(t), round(1e5 * float((peaks >= t).sum()) / messages, 2)] for t in thresholds]
    return table


def threshold_for(table: list[list[float]], alerts: float) -> float:
    """The lowest threshold within the budget, the highest where none is (docs/model-bundle.md, section 6)."""
    return next((t for t, cost in table if cost <= alerts), table[-1][0])


def cue_thresholds(examples: Examples, scores: Scores) -> dict[str, float]:
    """Per cue the probability with the best F1 on held-out voices, within 0.3 … 0.9: a cue is shown as something that a
    person did, and below 0.3 the heads name what nobody has written."""
    grid = [{cue: float(t) for cue, _ in CUES} for t in np.round(np.arange(0.30, 0.91, 0.05), 2)]
    found = [cue_quality(examples, scores, thresholds) for thresholds in grid]
    return {cue: grid[max(range(len(grid)), key=lambda k: found[k][cue])][cue] for cue, _ in CUES}


def cue_quality(examples: Examples, scores: Scores, thresholds: dict[str, float]) -> dict[str, float]:
    """F1 of each cue over the messages of held-out voices in which somebody marked cues."""
    known = (examples.cues_known == 1) & ~np.isnan(scores.cues[:, 0])
    probabilities, marked = 1 / (1 + np.exp(-scores.cues[known].astype(np.float64))), examples.cues[known]
    return {cue: float(_f1(probabilities[:, i] >= thresholds[cue], marked[:, i] > 0)) for i, (cue, _) in enumerate(CUES)}


def _f1(said: np.ndarray, true: np.ndarray) -> float:
    return 2 * (said & true).sum() / max(1, said.sum() + true.sum())
