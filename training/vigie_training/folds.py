"""Who is held out with whom: whole voices of the corpus and whole sources of ordinary talk, so that no figure in the model
card comes from a writer or a platform that the model has seen."""

import numpy as np

from .corpus import Conversation
from .data import SENTENCES, THREATS, draw

FOLDS = [
    {"fr_grooming", "en_violence", "parallel_tatoeba", "benign_irc_en", "benign_mlma_fr"},
    {"en_grooming", "fr_violence", "benign_self_dialogue_en", "benign_xlmt_tweets"},
    {"fr_extortion", "en_everyday", "en_groups", "benign_topical_chat_en", "extortion_smishing_sms"},
    {"en_extortion", "fr_everyday", "fr_groups", "benign_nus_sms_en"},
    {"fr_plain", "en_ladders", "fr_long", "benign_reddit_fr"},
    {"en_plain", "fr_ladders", "en_long", "mix_switching", "benign_xpersona_en", "benign_conda_en"},
]

PARTS = {"grooming_chatcoder": "offenders", "negatives_pan12_sides": "others", THREATS: "threats", SENTENCES: "ordinary"}
"""What is neither corpus nor benign by name."""


def is_talk(c: Conversation) -> bool:
    return c.source.startswith("benign_") or c.source in ("extortion_smishing_sms", SENTENCES)


def kinds(conversations: list[Conversation], fold: int | None = None) -> dict[str, np.ndarray]:
    """Indices of what may be trained on when `fold` is left out, by the part it plays in training."""
    chosen: dict[str, list[int]] = {"corpus": [], "ordinary": [], "threats": [], "offenders": [], "others": []}
    for i, c in enumerate(conversations):
        if fold is None or not _left_out(c, fold):
            chosen[PARTS.get(c.source, "ordinary" if is_talk(c) else "corpus")].append(i)
    return {kind: np.array(found, int) for kind, found in chosen.items()}


def held(conversations: list[Conversation], fold: int) -> dict[str, np.ndarray]:
    """Indices of what `fold` leaves out: `corpus`, `talk`, `windows`."""
    found: dict[str, list[int]] = {"corpus": [], "talk": [], "windows": []}
    for i, c in enumerate(conversations):
        if _left_out(c, fold):
            found["talk" if is_talk(c) else "windows" if c.source in PARTS else "corpus"].append(i)
    return {kind: np.array(rows, int) for kind, rows in found.items()}


def _left_out(c: Conversation, fold: int) -> bool:
    """Voices and sources as listed; of the grooming windows a sixth of the chats."""
    if PARTS.get(c.source) in ("offenders", "others"):
        return int(len(FOLDS) * draw(c.group)) == fold
    return c.source in FOLDS[fold]
