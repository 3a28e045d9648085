"""Conversations as arrays: a sparse row of tokens a message, and for each speaker the steps of the track.

What a track sees (context, features) is docs/model-bundle.md, section 5; libs/safety computes the same in TypeScript.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix, vstack

from . import HARMS, SEED
from .corpus import CUE_INDEX, HARM_CUES, Conversation, Message
from .normalise import normalise
from .respell import respell
from .tokenizer import Tokenizer

CONTEXT_MESSAGES = 6
AGES = ("minor", "adult", "unknown")
SURFACES = ("dm", "group", "public_room", "game")
FEATURES = ["gap_own", "gap_any", "self_minor", "self_adult", "self_unknown", "others_minor", "others_adult", "others_unknown", "surface_direct",
            "surface_group", "surface_public_room", "surface_game", "own_count", "others_since", "speakers", "edits", "length", "first"]  # fmt: skip
SELF, OTHERS, SURFACE = slice(2, 5), slice(5, 8), slice(8, 12)
RAMP_WEIGHT, LATE_WEIGHT = 0.3, 3.0


@dataclass
class Track:
    """One speaker of one conversation; `T` steps."""

    messages: np.ndarray
    """`[T]` rows of the message matrix."""
    context: np.ndarray
    """`[T, CONTEXT_MESSAGES]` rows, −1 where there is none."""
    features: np.ndarray
    """`[T, F]`"""
    target: np.ndarray
    """`[T, harms]` risk wanted after the step."""
    weight: np.ndarray
    """`[T, harms]`, 0 where nothing is known."""


@dataclass
class Examples:
    conversations: list[Conversation]
    tokens: csr_matrix
    """`[messages, pieces]`, 1/n in the columns of a message's tokens: `tokens @ table` is `pooled`."""
    first: np.ndarray
    """Row of each conversation's first message."""
    tracks: list[dict[str, Track]]
    harm: np.ndarray
    """`[messages, harms]` and its mask: does the message alone belong to the harm."""
    harm_known: np.ndarray
    cues: np.ndarray
    cues_known: np.ndarray


def token_rows(texts: list[str], tokenizer: Tokenizer) -> csr_matrix:
    columns, starts, values = [], [0], []
    for text in texts:
        ids = tokenizer.encode(normalise(text))
        columns.extend(ids)
        values.extend([1.0 / max(1, len(ids))] * len(ids))
        starts.append(len(columns))
    shape = (len(texts), len(tokenizer.pieces))
    return csr_matrix((np.array(values, np.float32), np.array(columns, np.int32), np.array(starts)), shape=shape)


def build(conversations: list[Conversation], tokenizer: Tokenizer) -> Examples:
    messages = [m for c in conversations for m in c.messages]
    tokens = token_rows([m.text for m in messages], tokenizer)
    lengths = np.diff(tokens.indptr)
    first = np.cumsum([0] + [len(c.messages) for c in conversations])[:-1]
    harm, harm_known = np.zeros((len(messages), 3), np.float32), np.zeros((len(messages), 3), np.float32)
    cues, cues_known = np.zeros((len(messages), len(CUE_INDEX)), np.float32), np.zeros(len(messages), np.float32)
    tracks = []
    for c, start in zip(conversations, first, strict=True):
        tracks.append(conversation_tracks(c, int(start), lengths[start : start + len(c.messages)]))
        for i, message in enumerate(c.messages):
            harm[start + i], harm_known[start + i] = _message_harm(c, i)
            if message.cues is not None:
                cues_known[start + i] = 1
                cues[start + i, [CUE_INDEX[cue] for cue in message.cues]] = 1
            elif c.harm is None:
                cues_known[start + i] = 0.1 * c.weight
    return Examples(conversations, tokens, first, tracks, harm, harm_known, cues, cues_known)


def respelt(examples: Examples, tokenizer: Tokenizer, first: int, copies: int = 2) -> Examples:
    """Adds copies of the message matrix below it, in which the messages of the `first` conversations are respelt."""
    rng = np.random.default_rng(SEED)
    messages = [m for c in examples.conversations[:first] for m in c.messages]
    rest = examples.tokens[len(messages) :]
    blocks = [examples.tokens]
    for _ in range(copies):
        blocks += [token_rows([respell(m.text, rng) for m in messages], tokenizer), rest]
    return replace(examples, tokens=vstack(blocks, format="csr"))


def conversation_tracks(c: Conversation, start: int, lengths: np.ndarray) -> dict[str, Track]:
    speakers = list(dict.fromkeys(m.speaker for m in c.messages))
    return {s: _track(c, s, start, lengths) for s in speakers}


def _track(c: Conversation, speaker: str, start: int, lengths: np.ndarray) -> Track:
    own = [i for i, m in enumerate(c.messages) if m.speaker == speaker]
    times = np.cumsum([m.gap for m in c.messages])
    context = np.full((len(own), CONTEXT_MESSAGES), -1)
    features = np.zeros((len(own), len(FEATURES)), np.float32)
    last = -1
    for step, i in enumerate(own):
        since = [j for j in range(max(last + 1, i - CONTEXT_MESSAGES), i)]
        context[step, : len(since)] = [start + j for j in since]
        spoken = {m.speaker for m in c.messages[: i + 1]}
        others = (spoken | set(c.ages)) - {speaker}
        row = features[step]
        row[0] = _gap(times[i] - times[last]) if step else 0.0
        row[1] = _gap(times[i] - times[i - 1]) if i else 0.0
        row[SELF] = one_hot(c.ages.get(speaker, "unknown"), AGES)
        row[OTHERS] = one_hot(others_age([c.ages.get(o, "unknown") for o in others]), AGES)
        row[SURFACE] = one_hot(c.surface, SURFACES)
        row[12] = math.log1p(step) / 8
        row[13] = math.log1p(i - last - 1) / 8
        row[14] = math.log(len(spoken)) / 6
        row[16] = math.log1p(lengths[i]) / 6
        row[17] = step == 0
        last = i
    target, weight = _risk(c, speaker, own)
    return Track(np.array(own) + start, context, features, target, weight)


def others_age(ages: list[str]) -> str:
    return "minor" if "minor" in ages else "adult" if "adult" in ages else "unknown"


def one_hot(value: str, values: tuple[str, ...]) -> list[float]:
    return [float(value == v) for v in values]


def _gap(seconds: float) -> float:
    return min(1.0, math.log1p(max(0.0, seconds)) / 16)


def _risk(c: Conversation, speaker: str, own: list[int]) -> tuple[np.ndarray, np.ndarray]:
    target = np.zeros((len(own), 3), np.float32)
    weight = np.tile(np.array(c.judged, np.float32) * c.weight, (len(own), 1))
    if c.harm is None:
        return target, weight
    h = HARMS.index(c.harm)
    if speaker != c.actor:
        if _took_part(c, speaker):
            weight[:, h] = 0
        return target, weight
    early = c.not_before if c.not_before is not None else max(0, c.due - 2)
    late = [i for i in own if i >= c.due]
    for step, i in enumerate(own):
        if i >= c.due:
            target[step, h], weight[step, h] = 1, LATE_WEIGHT * c.weight / min(3, len(late))
        elif i >= early:
            target[step, h], weight[step, h] = (i - early + 1) / (c.due - early + 1), RAMP_WEIGHT * c.weight
    return target, weight


def _took_part(c: Conversation, speaker: str) -> bool:
    """Somebody beside the actor who works towards the same harm: neither a positive nor a fair negative."""
    family = set(HARM_CUES[c.harm])
    return any(m.speaker == speaker and family & set(m.cues or ()) for m in c.messages)


def _message_harm(c: Conversation, i: int) -> tuple[list[float], list[float]]:
    message: Message = c.messages[i]
    known = [float(j) * c.weight for j in c.judged]
    if c.harm is None:
        return [0, 0, 0], known
    h = HARMS.index(c.harm)
    target = [0.0, 0.0, 0.0]
    if message.speaker == c.actor and message.cues is not None and set(message.cues) & set(HARM_CUES[c.harm]):
        target[h] = 1
    elif message.speaker == c.actor or _took_part(c, message.speaker):
        known[h] = 0
    return target, known
