"""Who is held out with whom: whole voices of the corpus and whole sources of ordinary talk, so that no figure in the model
card comes from a writer or a platform that the model has seen."""

import numpy as np

from .corpus import Conversation

FOLDS = [
    {"fr_grooming", "en_violence", "benign_irc_en", "benign_mlma_fr"},
    {"en_grooming", "fr_violence", "benign_self_dialogue_en", "benign_xlmt_tweets"},
    {"fr_extortion", "en_everyday", "en_groups", "benign_topical_chat_en", "extortion_smishing_sms"},
    {"en_extortion", "fr_everyday", "fr_groups", "benign_nus_sms_en"},
    {"fr_plain", "en_ladders", "fr_long", "benign_reddit_fr"},
    {"en_plain", "fr_ladders", "en_long", "mix_switching", "benign_xpersona_en", "benign_conda_en"},
]

WINDOWS = {"grooming_chatcoder", "negatives_pan12_sides"}


def is_talk(c: Conversation) -> bool:
    return c.source.startswith("benign_") or c.source == "extortion_smishing_sms"


def kinds(conversations: list[Conversation], held_out: set[str] = frozenset()) -> dict[str, np.ndarray]:
    """Indices by the part that a conversation plays: `corpus` and `ordinary` are trained on, `windows` only test."""
    chosen: dict[str, list[int]] = {"corpus": [], "ordinary": [], "windows": []}
    for i, c in enumerate(conversations):
        if c.source not in held_out:
            chosen["windows" if c.source in WINDOWS else "ordinary" if is_talk(c) else "corpus"].append(i)
    return {kind: np.array(found, int) for kind, found in chosen.items()}


def held(conversations: list[Conversation], sources: set[str], talk: bool) -> np.ndarray:
    return np.array([i for i, c in enumerate(conversations) if c.source in sources and is_talk(c) == talk], int)
