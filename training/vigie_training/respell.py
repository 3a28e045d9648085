"""Messages as other people would type them: accents dropped, letters swapped, lost or doubled, marks left out."""

import unicodedata

import numpy as np

TYPOS_A_LETTER = 0.02


def respell(text: str, rng: np.random.Generator) -> str:
    if rng.random() < 0.6:
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    if rng.random() < 0.4:
        text = text.replace("'", "").replace("’", "")
    if rng.random() < 0.4:
        text = text.rstrip(".!?…").replace(",", "")
    return "".join(_typo(c, rng) for c in text) if rng.random() < 0.6 else text


def _typo(c: str, rng: np.random.Generator) -> str:
    if not c.isalpha() or rng.random() >= TYPOS_A_LETTER:
        return c
    return ("", c + c, chr(97 + rng.integers(26)))[rng.integers(3)]
