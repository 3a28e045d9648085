"""Training of table, message stage and track together, end to end, on the CPU."""

from dataclasses import dataclass, replace
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from scipy.sparse import csr_matrix, vstack

from . import SEED
from .batches import JUDGED, MESSAGES, Batch, batches, compact, without_ages
from .corpus import CUES
from .examples import FEATURES, Examples
from .model import HIDDEN, initial, message_stage, run_tracks


@dataclass(frozen=True)
class Settings:
    epochs: int = 28
    rate: float = 2e-3
    decay: float = 3e-2
    table_rate: float = 6e-3
    table_pull: float = 0.02
    """How strongly a row is drawn back to where the encoder put it."""
    token_dropout: float = 0.25
    dropout: float = 0.3
    hidden_ages: float = 0.25
    ordinary: int = 700
    """Conversations of ordinary talk an epoch."""
    threats: int = 200
    """Rooms of judged messages an epoch."""
    windows: int = 100
    """One-sided grooming windows an epoch, and as many of other people."""
    message_loss: float = 1.0
    cue_loss: float = 1.5
    judged_loss: float = 0.3
    smoothing: float = 0.02


@dataclass
class Model:
    params: dict[str, np.ndarray]
    table: np.ndarray


@dataclass
class Judgements:
    tokens: csr_matrix
    violence: np.ndarray
    weight: np.ndarray


def train(examples: Examples, judged: Judgements, table: np.ndarray, chosen: dict[str, np.ndarray], settings: Settings, seed: int = SEED) -> Model:
    """`chosen`: indices of conversations by kind, `corpus` (all of them each epoch), of the others some."""
    rng = np.random.default_rng(seed)
    params = initial(rng, table.shape[1], len(FEATURES), len(CUES), FEATURES.index("edits"))
    dense, rows = Adam(params), RowAdam(table, settings)
    plan = [_epoch(chosen, settings, rng) for _ in range(settings.epochs)]
    todo = [batch for picked in plan for batch in batches(examples, picked, rng)]
    for k, batch in enumerate(todo):
        fade = _schedule(k / len(todo))
        some = rng.choice(len(judged.weight), JUDGED) if len(judged.weight) else np.zeros(0, int)
        tokens = _dropped(vstack([examples.tokens[_variant(examples, batch.rows, rng)], judged.tokens[some]], format="csr"), settings, rng)
        pieces, local = compact(tokens)
        n = len(batch.rows)
        pooled = _padded(local @ rows.table[pieces], n)
        keep = ((rng.random((len(pooled), HIDDEN)) >= settings.dropout) / (1 - settings.dropout)).astype(np.float32)
        batch = replace(batch, features=without_ages(batch.features, settings.hidden_ages, rng))
        gradient, pooled_gradient = _gradients(params, pooled, keep, *_labels(examples, batch), judged.violence[some], judged.weight[some], batch.inputs(), settings)
        dense.step(gradient, settings.rate * fade, settings.decay)
        if settings.table_rate:
            flat = np.asarray(pooled_gradient)
            rows.step(pieces, local.T @ np.concatenate([flat[:n], flat[MESSAGES:]]), settings.table_rate * fade)
    return Model({k: np.asarray(v) for k, v in params.items()}, rows.table)


def _epoch(chosen, settings, rng):
    sizes = {"ordinary": settings.ordinary, "threats": settings.threats, "offenders": settings.windows, "others": settings.windows}
    return np.concatenate([chosen["corpus"], *(rng.choice(chosen[k], min(n, len(chosen[k])), replace=False) for k, n in sizes.items())])


def _variant(examples: Examples, rows: np.ndarray, rng) -> np.ndarray:
    """Each message as it was written or in one of its respellings."""
    n = len(examples.harm)
    copies = examples.tokens.shape[0] // n
    return rows + n * rng.integers(0, copies, len(rows)) if copies > 1 else rows


def _dropped(tokens: csr_matrix, settings: Settings, rng) -> csr_matrix:
    keep = rng.random(len(tokens.data)) >= settings.token_dropout
    return csr_matrix((tokens.data * keep / np.float32(1 - settings.token_dropout), tokens.indices, tokens.indptr), shape=tokens.shape)


def _padded(pooled: np.ndarray, n: int) -> np.ndarray:
    out = np.zeros((MESSAGES + JUDGED, pooled.shape[1]), np.float32)
    out[:n], out[MESSAGES : MESSAGES + len(pooled) - n] = pooled[:n], pooled[n:]
    return out


def _labels(examples: Examples, batch: Batch):
    def padded(a):
        return np.concatenate([a[batch.rows], np.zeros((MESSAGES - len(batch.rows), *a.shape[1:]), np.float32)])

    return tuple(padded(a) for a in (examples.harm, examples.harm_known, examples.cues, examples.cues_known))


def _schedule(done: float) -> float:
    return min(1.0, done / 0.05 + 0.02) * 0.5 * (1 + np.cos(np.pi * done)) + 0.01


@partial(jax.jit, static_argnums=(10,))
def _gradients(p, pooled, keep, harm, harm_known, cues, cues_known, violence, judged_weight, track_inputs, s):
    own, context, features, target, weight = track_inputs

    def loss(p, pooled):
        vector, harm_logits, cue_logits = message_stage(p, pooled, keep)
        talk = jnp.concatenate([vector[:MESSAGES], jnp.zeros((1, vector.shape[1]))])
        present = (context < MESSAGES)[..., None]
        around = (talk[context] * present).sum(2) / jnp.maximum(1, present.sum(2))
        risk = run_tracks(p, talk[own], around, features)
        return (
            _cross_entropy(risk, target, weight, s.smoothing)
            + s.message_loss * _cross_entropy(harm_logits[:MESSAGES], harm, harm_known, s.smoothing)
            + s.cue_loss * _cross_entropy(cue_logits[:MESSAGES], cues, cues_known[:, None] * jnp.ones_like(cues), 0.0) * 4
            + s.judged_loss * _cross_entropy(harm_logits[MESSAGES:, 2], violence, judged_weight, s.smoothing)
        )

    return jax.grad(loss, argnums=(0, 1))(p, pooled)


def _cross_entropy(logits, target, weight, smoothing):
    target = target * (1 - 2 * smoothing) + smoothing
    each = jnp.maximum(logits, 0) - logits * target + jnp.log1p(jnp.exp(-jnp.abs(logits)))
    return (each * weight).sum() / jnp.maximum(1.0, weight.sum())


class Adam:
    """Updates the arrays of `params` in place; decay on matrices only."""

    def __init__(self, params):
        self.params = params
        self.mean = {k: np.zeros_like(v) for k, v in params.items()}
        self.square = {k: np.zeros_like(v) for k, v in params.items()}
        self.count = 0

    def step(self, gradient, rate, decay):
        self.count += 1
        gradient = {k: np.asarray(g) for k, g in gradient.items()}
        clip = min(1.0, 1.0 / (1e-9 + np.sqrt(sum(float((g * g).sum()) for g in gradient.values()))))
        for k, g in gradient.items():
            m, s, g = self.mean[k], self.square[k], g * clip
            m += 0.1 * (g - m)
            s += 0.001 * (g * g - s)
            move = (m / (1 - 0.9**self.count)) / (np.sqrt(s / (1 - 0.999**self.count)) + 1e-8)
            if self.params[k].ndim == 2:
                move = move + decay * self.params[k]
            self.params[k] = (self.params[k] - rate * move).astype(np.float32)


class RowAdam:
    """Adam for a table of which a batch touches a few rows: only those are moved, and drawn back to their start."""

    def __init__(self, table, settings):
        self.start, self.table, self.pull = table, table.copy(), settings.table_pull
        self.mean, self.square = np.zeros_like(table), np.zeros_like(table)
        self.count = np.zeros(len(table))

    def step(self, rows, gradient, rate):
        self.count[rows] += 1
        n = self.count[rows][:, None]
        m = self.mean[rows] + 0.1 * (gradient - self.mean[rows])
        s = self.square[rows] + 0.01 * (gradient**2 - self.square[rows])
        self.mean[rows], self.square[rows] = m, s
        move = (m / (1 - 0.9**n)) / (np.sqrt(s / (1 - 0.99**n)) + 1e-7)
        here = self.table[rows]
        self.table[rows] = (here - rate * (move + self.pull * (here - self.start[rows]))).astype(np.float32)
