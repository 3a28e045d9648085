"""What alerts would have come: per conversation who crosses a threshold and when; recall, contrasts, cost on ordinary talk."""

from dataclasses import dataclass

import numpy as np

from . import HARMS
from .corpus import Conversation
from .examples import Examples


@dataclass
class Outcome:
    """Highest risk of one conversation under one harm."""

    conversation: Conversation
    by_due: float
    """Of the actor, up to and with `due`; for a harmless conversation −∞."""
    early: float
    """Of the actor before `not_before`."""
    ever: float
    """Of the actor at any time."""
    others: float
    """Of anybody who is not the actor (of everybody in a harmless conversation)."""


def outcomes(examples: Examples, risk: np.ndarray, chosen: np.ndarray, harm: int) -> list[Outcome]:
    """`risk [messages]` of one harm."""
    found = []
    for i in chosen:
        c = examples.conversations[i]
        own = c.harm == HARMS[harm]
        by_due = early = ever = others = -np.inf
        for k, message in enumerate(c.messages):
            value = risk[examples.first[i] + k]
            if np.isnan(value):
                continue
            if own and message.speaker == c.actor:
                ever = max(ever, value)
                by_due = max(by_due, value) if k <= c.due else by_due
                early = max(early, value) if c.not_before is not None and k < c.not_before else early
            else:
                others = max(others, value)
        found.append(Outcome(c, by_due, early, ever, others))
    return found


def at(found: list[Outcome], harm: int, threshold: float) -> dict[str, float]:
    harmful = [o for o in found if o.conversation.harm == HARMS[harm]]
    harmless = [o for o in found if o.conversation.harm is None]
    return {
        "harmful": len(harmful),
        "harmless": len(harmless),
        "recall": share(o.by_due >= threshold for o in harmful),
        "flagged": share(o.ever >= threshold for o in harmful),
        "early": share(o.early >= threshold for o in harmful),
        "others": share(o.others >= threshold for o in harmful),
        "contrasts": share(o.others >= threshold for o in harmless),
    }


def share(flags) -> float:
    flags = list(flags)
    return float(np.mean(flags)) if flags else float("nan")


def separation(found: list[Outcome], harm: int) -> float:
    """AUC of the highest risk by `due` against the highest of harmless conversations."""
    a = np.array([o.by_due for o in found if o.conversation.harm == HARMS[harm]])
    b = np.sort([o.others for o in found if o.conversation.harm is None])
    return float(((np.searchsorted(b, a, "left") + np.searchsorted(b, a, "right")) / 2 / len(b)).mean()) if len(a) and len(b) else float("nan")


def crossings(examples: Examples, risk: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, int]:
    """Highest risk of each track of the chosen conversations (descending), and the number of messages read."""
    peaks, messages = [], 0
    for i in chosen:
        messages += len(examples.conversations[i].messages)
        for track in examples.tracks[i].values():
            values = risk[track.messages]
            if not np.isnan(values).all():
                peaks.append(np.nanmax(values))
    return np.sort(peaks)[::-1], messages
