"""The two trained graphs as plain functions of their parameters. `export.py` writes the same arithmetic as ONNX.

Message stage: pooled → relu → tanh (the message vector) → logits of harms and cues.
Track: a GRU, and beside it a memory that keeps the strongest trace of what it has seen and fades slowly.
"""

import jax
import jax.numpy as jnp
import numpy as np

HIDDEN, VECTOR, GRU, MEMORY, JUDGE = 128, 64, 40, 24, 48
STATE = GRU + MEMORY


def initial(rng: np.random.Generator, width: int, features: int, cues: int, silent: int) -> dict[str, np.ndarray]:
    """`silent`: a feature that training data never shows; its weights start, and so stay, at zero."""

    def dense(inputs, outputs):
        return (rng.standard_normal((inputs, outputs)) / np.sqrt(inputs)).astype(np.float32)

    step = 2 * VECTOR + features
    p = {
        "hidden.w": dense(width, HIDDEN), "vector.w": dense(HIDDEN, VECTOR), "harm.w": dense(VECTOR, 3), "cue.w": dense(VECTOR, cues),
        "gate.x": dense(step, 2 * GRU), "gate.h": dense(GRU, 2 * GRU), "new.x": dense(step, GRU), "new.h": dense(GRU, GRU),
        "memory.w": dense(step, MEMORY), "judge.w": dense(STATE + step, JUDGE), "risk.w": dense(JUDGE, 3),
    }  # fmt: skip
    for name in ("gate.x", "new.x", "memory.w"):
        p[name][2 * VECTOR + silent] = 0
    p["judge.w"][STATE + 2 * VECTOR + silent] = 0
    bias = {"hidden.b": HIDDEN, "vector.b": VECTOR, "harm.b": 3, "cue.b": cues, "gate.b": 2 * GRU, "new.b": GRU, "memory.b": MEMORY, "judge.b": JUDGE, "risk.b": 3}
    p.update({name: np.zeros(size, np.float32) for name, size in bias.items()})
    p["harm.b"] -= 2.0
    p["cue.b"] -= 3.0
    p["risk.b"] -= 2.0
    p["memory.fade"] = np.full(MEMORY, 3.0, np.float32)
    return p


def message_stage(p, pooled, keep=1.0):
    """`pooled [B, D]` → vector `[B, V]`, harm logits, cue logits; `keep` is a dropout mask on the hidden layer."""
    hidden = jax.nn.relu(pooled @ p["hidden.w"] + p["hidden.b"]) * keep
    vector = jnp.tanh(hidden @ p["vector.w"] + p["vector.b"])
    return vector, vector @ p["harm.w"] + p["harm.b"], vector @ p["cue.w"] + p["cue.b"]


def track_step(p, vector, context, features, state):
    """One message of one speaker → next state, risk logits."""
    x = jnp.concatenate([vector, context, features], -1)
    h, memory = state[..., :GRU], state[..., GRU:]
    gates = jax.nn.sigmoid(x @ p["gate.x"] + h @ p["gate.h"] + p["gate.b"])
    update, reset = gates[..., :GRU], gates[..., GRU:]
    new = jnp.tanh(x @ p["new.x"] + reset * (h @ p["new.h"]) + p["new.b"])
    memory = jnp.maximum(memory * jax.nn.sigmoid(p["memory.fade"]), jnp.tanh(x @ p["memory.w"] + p["memory.b"]))
    state = jnp.concatenate([update * h + (1 - update) * new, memory], -1)
    judged = jax.nn.relu(jnp.concatenate([state, x], -1) @ p["judge.w"] + p["judge.b"])
    return state, judged @ p["risk.w"] + p["risk.b"]


def run_tracks(p, vectors, context, features):
    """`[R, T, …]` → risk logits `[R, T, 3]`."""

    def step(state, inputs):
        return track_step(p, *inputs, state)

    start = jnp.zeros((vectors.shape[0], STATE))
    _, logits = jax.lax.scan(step, start, tuple(x.swapaxes(0, 1) for x in (vectors, context, features)))
    return logits.swapaxes(0, 1)
