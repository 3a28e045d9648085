"""Which of the encoder's 250,002 pieces the bundle keeps: those that lower-cased French, English and neighbours need."""

import unicodedata
from collections import Counter

import numpy as np

from .normalise import MASKS, normalise
from .tokenizer import SPACE, Tokenizer, on_grid

PIECES = 40_000


def candidates(pieces: list[str], scores: np.ndarray) -> Tokenizer:
    """Every piece that can occur in normalised text of the Latin script, with emoji and punctuation."""
    kept = [("<unk>", 0.0)] + [(f"{SPACE}{mask}", 0.0) for mask in MASKS]
    for piece, score in zip(pieces[4:], scores[4:], strict=True):
        body = piece.removeprefix(SPACE)
        if SPACE not in body and score < 0 and (body == "" or (normalise(body) == body and _latin(body))):
            kept.append((piece, on_grid(float(score))))
    return Tokenizer(kept)


def prune(full: Tokenizer, counts: Counter, size: int = PIECES) -> Tokenizer:
    """The `size` most used pieces, masks and single characters first."""
    fixed = 1 + len(MASKS)
    order = sorted(range(fixed, len(full.pieces)), key=lambda i: (len(full.pieces[i][0].removeprefix(SPACE)) > 1, -counts[i], i))
    return Tokenizer([full.pieces[i] for i in [*range(fixed), *sorted(order[: size - fixed])]])


def _latin(body: str) -> bool:
    return all(ord(c) < 128 or unicodedata.category(c)[0] in "PSN" or unicodedata.name(c, "").startswith("LATIN") for c in body)
