"""Batches of a few fixed shapes (each shape is compiled once): conversations of like length, and some judged messages."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from .examples import CONTEXT_MESSAGES, FEATURES, OTHERS, SELF, Examples

SHAPES = ((4, 384), (8, 192), (16, 96), (32, 48), (64, 24))
"""(steps, tracks) of a batch."""
MESSAGES, JUDGED = 1024, 192
NO_AGE = np.array([0, 0, 1], np.float32)


@dataclass
class Batch:
    rows: np.ndarray
    """Rows of the message matrix, at most MESSAGES."""
    own: np.ndarray
    """`[R, T]` places in `rows`; a step that is padding points behind the last row (a zero vector)."""
    context: np.ndarray
    features: np.ndarray
    target: np.ndarray
    weight: np.ndarray

    def inputs(self):
        return self.own, self.context, self.features, self.target, self.weight


def steps_of(examples: Examples, c: int) -> int:
    return max(len(t.messages) for t in examples.tracks[c].values())


def batches(examples: Examples, chosen: np.ndarray, rng: np.random.Generator | None = None) -> Iterator[Batch]:
    """All chosen conversations once; with `rng` in random order."""
    order = rng.permutation(chosen) if rng is not None else np.asarray(chosen)
    open_batches: dict[tuple[int, int], list[int]] = {shape: [] for shape in SHAPES}
    done = []
    for c in order:
        shape = next((s for s in SHAPES if s[0] >= steps_of(examples, c)), SHAPES[-1])
        waiting = open_batches[shape]
        tracks = sum(len(examples.tracks[k]) for k in (*waiting, c))
        messages = sum(len(examples.conversations[k].messages) for k in (*waiting, c))
        if waiting and (tracks > shape[1] or messages > MESSAGES):
            done.append((shape, waiting))
            open_batches[shape] = [c]
        else:
            waiting.append(c)
    done.extend((shape, waiting) for shape, waiting in open_batches.items() if waiting)
    for k in rng.permutation(len(done)) if rng is not None else range(len(done)):
        yield _assemble(examples, *done[k])


def _assemble(examples: Examples, shape: tuple[int, int], conversations: list[int]) -> Batch:
    steps, tracks = shape
    rows, place = [], {}
    for c in conversations:
        for k in range(len(examples.conversations[c].messages)):
            place[examples.first[c] + k] = len(rows)
            rows.append(examples.first[c] + k)
    own = np.full((tracks, steps), MESSAGES, np.int32)
    context = np.full((tracks, steps, CONTEXT_MESSAGES), MESSAGES, np.int32)
    features = np.zeros((tracks, steps, len(FEATURES)), np.float32)
    target, weight = np.zeros((tracks, steps, 3), np.float32), np.zeros((tracks, steps, 3), np.float32)
    r = 0
    for c in conversations:
        for track in examples.tracks[c].values():
            n = min(steps, len(track.messages))
            own[r, :n] = [place[m] for m in track.messages[:n]]
            context[r, :n] = [[place.get(m, MESSAGES) for m in ms] for ms in track.context[:n]]
            features[r, :n], target[r, :n], weight[r, :n] = track.features[:n], track.target[:n], track.weight[:n]
            r += 1
    return Batch(np.array(rows[:MESSAGES]), np.minimum(own, MESSAGES), np.minimum(context, MESSAGES), features, target, weight)


def without_ages(features: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """Platforms often know no ages: hides them for a share of the tracks."""
    features = features.copy()
    for part in (SELF, OTHERS):
        hidden = rng.random(len(features)) < share
        known = features[hidden][:, :, part].sum(-1, keepdims=True) > 0
        features[hidden, :, part] = np.where(known, NO_AGE, 0)
    return features


def compact(tokens: csr_matrix) -> tuple[np.ndarray, csr_matrix]:
    """The pieces that occur, and the matrix over them alone."""
    pieces, columns = np.unique(tokens.indices, return_inverse=True)
    return pieces, csr_matrix((tokens.data, columns, tokens.indptr), shape=(tokens.shape[0], len(pieces)))
