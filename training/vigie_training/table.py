"""The token table before training: what the encoder makes of each piece alone.

A piece's vector is the mean of the encoder's last hidden states over it (Tulkens and van Dongen, model2vec); then centred,
reduced by PCA, and weighted by smooth inverse frequency (Arora et al. 2017).
"""

from collections import Counter

import jax
import numpy as np

from .encoder import BOS, EOS, UNKNOWN, Encoder, token_vectors
from .normalise import MASKS
from .tokenizer import UNK, Tokenizer

WIDTH = 128
PIECES_A_BATCH = 512
PREFIX = ("▁que", "ry", ":")
"""The encoder was trained on "query: …"."""
SIF = 1e-3
WHITENING = 0.5
"""0 keeps the spread of the principal components, 1 makes them equal."""


def initial_table(encoder: Encoder, tokenizer: Tokenizer, counts: Counter, width: int = WIDTH) -> np.ndarray:
    """`[pieces, width]` float32, weights included."""
    vectors = _alone(encoder, tokenizer)
    vectors[[UNK, *range(1, 1 + len(MASKS))]] = vectors.mean(0)
    return _weighted(_reduced(vectors, counts, width), counts)


def _alone(encoder: Encoder, tokenizer: Tokenizer) -> np.ndarray:
    index = {piece: i for i, piece in enumerate(encoder.pieces)}
    pieces = np.array([index.get(piece, UNKNOWN) for piece, _ in tokenizer.pieces])
    frame = [BOS, *(index[p] for p in PREFIX), UNKNOWN, EOS]
    place = len(frame) - 2
    weights = jax.device_put(encoder.weights)
    found = []
    for k in range(0, len(pieces), PIECES_A_BATCH):
        ids = np.tile(np.array(frame, np.int32), (PIECES_A_BATCH, 1))
        here = pieces[k : k + PIECES_A_BATCH]
        ids[: len(here), place] = here
        found.append(token_vectors(encoder, weights, ids)[: len(here), place])
    return np.concatenate(found)


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
