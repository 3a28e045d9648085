"""The token table before training: what the encoder makes of each piece, in context where it has been seen often enough.

A piece's vector is the mean of the encoder's last hidden states over its occurrences, drawn towards the state that it gets
when it stands alone; then centred, reduced by PCA, and weighted by smooth inverse frequency (Arora et al. 2017).
"""

from collections import Counter

import jax
import numpy as np

from .encoder import BOS, EOS, PAD, UNKNOWN, Encoder, token_vectors
from .normalise import MASKS
from .tokenizer import UNK, Tokenizer

WIDTH = 128
TOKENS_A_BATCH = 4096
ALONE = 3.0
"""The state of the piece alone counts as this many occurrences."""
SIF = 1e-3
WHITENING = 0.5
"""0 keeps the spread of the principal components, 1 makes them equal."""
LENGTHS = (8, 16, 24, 32, 48, 64)
PREFIX = ("▁que", "ry", ":")
"""The encoder was trained on "query: …"."""
FRAME = len(PREFIX) + 2


def initial_table(encoder: Encoder, tokenizer: Tokenizer, texts: list[list[int]], counts: Counter, width: int = WIDTH) -> np.ndarray:
    """`[pieces, width]` float32, weights included; `texts` are token ids of `tokenizer`."""
    to_encoder = _encoder_ids(encoder, tokenizer.pieces)
    prefix = _encoder_ids(encoder, [(p, 0.0) for p in PREFIX])
    weights = jax.device_put(encoder.weights)
    total = np.zeros((len(tokenizer.pieces), encoder.weights["word"].shape[1]))
    seen = np.zeros(len(tokenizer.pieces))
    for passage, weight in (([[i] for i in range(len(tokenizer.pieces))], ALONE), (texts, 1.0)):
        for batch in _batches(passage):
            states = token_vectors(encoder, weights, *_padded([[*prefix, *to_encoder[ids]] for ids in batch]))
            for ids, state in zip(batch, states, strict=False):
                np.add.at(total, ids, weight * state[FRAME - 1 : FRAME - 1 + len(ids)])
                np.add.at(seen, ids, weight)
    vectors = (total / seen[:, None]).astype(np.float32)
    vectors[[UNK, *range(1, 1 + len(MASKS))]] = vectors.mean(0)
    return _weighted(_reduced(vectors, counts, width), counts)


def _encoder_ids(encoder: Encoder, pieces) -> np.ndarray:
    index = {piece: i for i, piece in enumerate(encoder.pieces)}
    return np.array([index.get(piece, UNKNOWN) for piece, _ in pieces])


def _batches(texts):
    for above, size in zip((0, *LENGTHS), LENGTHS, strict=False):
        fits = [t for t in texts if above < len(t) + FRAME <= size]
        rows = TOKENS_A_BATCH // size
        for k in range(0, len(fits), rows):
            yield fits[k : k + rows]


def _padded(batch):
    size = next(s for s in LENGTHS if max(map(len, batch)) + 2 <= s)
    ids = np.full((TOKENS_A_BATCH // size, size), PAD, np.int32)
    lengths = np.ones(len(ids), np.int32)
    for row, text in enumerate(batch):
        lengths[row] = len(text) + 2
        ids[row, : lengths[row]] = [BOS, *text, EOS]
    return ids, lengths


def _reduced(vectors: np.ndarray, counts: Counter, width: int) -> np.ndarray:
    """PCA in which a piece counts with the square root of its frequency; the whole has unit variance."""
    share = np.sqrt(np.array([counts[i] + 1.0 for i in range(len(vectors))]))[:, None]
    share /= share.sum()
    centred = vectors - (share * vectors).sum(0)
    values, axes = np.linalg.eigh((share * centred).T @ centred)
    values, axes = values[::-1][:width], axes[:, ::-1][:, :width]
    reduced = (centred @ axes) / values ** (WHITENING / 2)
    return reduced / np.sqrt((share * reduced**2).sum(0).mean())


def _weighted(vectors: np.ndarray, counts: Counter) -> np.ndarray:
    total = sum(counts.values())
    weight = np.array([SIF / (SIF + counts[i] / total) for i in range(len(vectors))])
    return (vectors * weight[:, None]).astype(np.float32)
