"""What a trained model says of conversations: logits per message, of the message alone and of its sender's track."""

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np

from .batches import MESSAGES, batches, compact
from .examples import Examples
from .model import message_stage, run_tracks
from .train import Model


@dataclass
class Scores:
    """`[messages, …]`; NaN where a conversation was not scored."""

    harm: np.ndarray
    cues: np.ndarray
    risk: np.ndarray


def score(model: Model, examples: Examples, chosen: np.ndarray) -> Scores:
    n = len(examples.harm)
    out = Scores(np.full((n, 3), np.nan, np.float32), np.full((n, examples.cues.shape[1]), np.nan, np.float32), np.full((n, 3), np.nan, np.float32))
    for batch in batches(examples, chosen):
        pieces, local = compact(examples.tokens[batch.rows])
        pooled = np.zeros((MESSAGES, model.table.shape[1]), np.float32)
        pooled[: len(batch.rows)] = local @ model.table[pieces]
        harm, cues, risk = _forward(model.params, pooled, batch.own, batch.context, batch.features)
        out.harm[batch.rows] = np.asarray(harm)[: len(batch.rows)]
        out.cues[batch.rows] = np.asarray(cues)[: len(batch.rows)]
        real = batch.own < len(batch.rows)
        out.risk[batch.rows[batch.own[real]]] = np.asarray(risk)[real]
    return out


@jax.jit
def _forward(p, pooled, own, context, features):
    vector, harm, cues = message_stage(p, pooled)
    talk = jnp.concatenate([vector, jnp.zeros((1, vector.shape[1]))])
    present = (context < MESSAGES)[..., None]
    around = (talk[context] * present).sum(2) / jnp.maximum(1, present.sum(2))
    return harm, cues, run_tracks(p, talk[own], around, features)
