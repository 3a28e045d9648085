import numpy as np

from vigie_training.calibrate import platt, probability, threshold_for


def test_platt_finds_the_curve_that_made_the_answers():
    rng = np.random.default_rng(3)
    logits = rng.normal(0, 2, 20_000)
    yes = (rng.random(20_000) < 1 / (1 + np.exp(-(0.7 * logits - 1.0)))).astype(float)
    fit = platt(logits, yes)
    assert abs(fit["a"] - 0.7) < 0.05 and abs(fit["b"] + 1.0) < 0.08
    assert abs(probability(fit, logits).mean() - yes.mean()) < 0.005


def test_the_threshold_is_the_lowest_within_the_budget_else_the_highest():
    table = [[0.3, 90.0], [0.6, 20.0], [0.9, 4.0]]
    assert [threshold_for(table, b) for b in (100, 20, 5, 1)] == [0.3, 0.6, 0.9, 0.9]
