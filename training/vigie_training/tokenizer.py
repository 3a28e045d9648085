"""Unigram tokenizer, version 1 (docs/model-bundle.md, section 2).

Scores are multiples of 2⁻¹⁰, so their sums are exact in float64: it makes no difference whether a text is segmented as a
whole or word by word (no piece crosses a space), and words can be cached.
"""

import json
from collections.abc import Iterable
from pathlib import Path

VERSION = "1"
SPACE = "▁"
UNK = 0
UNK_PENALTY = 10.0
SCORE_GRID = 1024


def on_grid(score: float) -> float:
    return round(score * SCORE_GRID) / SCORE_GRID


class Tokenizer:
    """`pieces`: (piece, score), `<unk>` first; a piece's id is its place."""

    def __init__(self, pieces: Iterable[tuple[str, float]], max_tokens: int = 256):
        self.pieces = list(pieces)
        self.max_tokens = max_tokens
        self.unk_score = min(score for piece, score in self.pieces[1:]) - UNK_PENALTY
        self._ids = {piece: i for i, (piece, _) in enumerate(self.pieces) if i != UNK}
        self._scores = [score for _, score in self.pieces]
        self._longest = max(len(piece) for piece in self._ids)
        self._words: dict[str, list[int]] = {}

    def encode(self, normalised: str) -> list[int]:
        """Ids of a normalised text, at most `max_tokens` (first and last half where there are more)."""
        if not normalised:
            return []
        ids: list[int] = []
        for word in normalised.replace(SPACE, " ").split(" "):
            ids.extend(self._word(SPACE + word))
        if len(ids) <= self.max_tokens:
            return ids
        tail = self.max_tokens // 2
        return ids[: self.max_tokens - tail] + ids[len(ids) - tail :]

    def _word(self, word: str) -> list[int]:
        ids = self._words.get(word)
        if ids is None:
            ids = self._words[word] = self._viterbi(word)
        return ids

    def _viterbi(self, word: str) -> list[int]:
        best = [0.0] + [float("-inf")] * len(word)
        step: list[tuple[int, int]] = [(0, UNK)] * (len(word) + 1)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - self._longest), end):
                piece = self._ids.get(word[start:end])
                if piece is not None:
                    score = best[start] + self._scores[piece]
                elif start == end - 1:
                    piece, score = UNK, best[start] + self.unk_score
                else:
                    continue
                if score > best[end]:
                    best[end], step[end] = score, (start, piece)
        ids, end = [], len(word)
        while end > 0:
            end, piece = step[end]
            ids.append(piece)
        return ids[::-1]

    def save(self, path: Path) -> None:
        lines = ",\n".join(json.dumps([piece, score], ensure_ascii=False) for piece, score in self.pieces)
        path.write_text(f'{{"unk": {UNK}, "pieces": [\n{lines}\n]}}\n', encoding="utf-8")

    @classmethod
    def load(cls, path: Path, max_tokens: int = 256) -> "Tokenizer":
        return cls([tuple(p) for p in json.loads(path.read_text(encoding="utf-8"))["pieces"]], max_tokens)
