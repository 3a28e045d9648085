"""The sets of shared/data (read its README first): ordinary talk, single messages judged for violence, grooming windows.

Rows are read into memory and go nowhere else: not into logs, not into the bundle. Names of sets equal labels there, so
everything that could tell a set apart beside its words (ages, gaps, surfaces) is drawn from one distribution, by a hash.
"""

import gzip
import json
import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .corpus import Conversation, Message
from .normalise import without_training_markers

NO_LICENCE_STATED = {
    "grooming_chatcoder",
    "negatives_pan12_sides",
    "extortion_scambaiting",
    "extortion_smishing_sms",
    "benign_nus_sms_en",
    "benign_conda_en",
    "benign_reddit_fr",
    "violence_germeval_de",
    "violence_threat_forum_en",
    "violence_threatgram",
}
"""benign_xdailydialog is non-commercial and is never read."""

TALK = ["benign_irc_en", "benign_self_dialogue_en", "benign_topical_chat_en", "benign_xpersona_en"]
POSTS = {"benign_reddit_fr": (True, True, False), "benign_conda_en": (True,) * 3, "benign_nus_sms_en": (True,) * 3, "benign_xlmt_tweets": (True,) * 3,
         "benign_mlma_fr": (True, True, False), "extortion_smishing_sms": (True,) * 3}  # fmt: skip
JUDGED = {"violence_edos_en": 1.0, "violence_threat_forum_en": 0.4, "violence_toxifrench_jigsaw": 1.5, "violence_threatgram": 0.6, "violence_germeval_de": 0.7}
SENTENCES, SENTENCE_ROOMS = "parallel_tatoeba", {"en": 1000, "fr": 2000}
"""Sentences of Tatoeba as rooms: without them there is hardly any ordinary French beside the Reddit posts."""
THREATS, THREAT_ROOMS = "threat_rooms", {"en": 1500, "fr": 600, "de": 300}
LANGUAGES = {"en", "fr", "de", "es", "it"}
SURFACES = {"dm": "dm", "group": "group", "public": "public_room", "forum": "public_room", "sms": "dm", "email": "dm", "game": "game"}
POSTS_IN_A_ROOM, POST_CHARACTERS, WINDOW = 12, 600, 40
LEGAL_THREAT = 1
"""violence_threatgram: an announced lawsuit; neither violence nor a fair negative."""
STAGE_TALK = {"600", "900"}


@dataclass
class Judged:
    """One message judged alone for violence."""

    source: str
    lang: str
    text: str
    violence: int
    weight: float


class SharedData:
    def __init__(self, folder: Path, unlicensed: bool = True):
        self.folder = folder
        self._skip = set() if unlicensed else NO_LICENCE_STATED

    def available(self, name: str) -> bool:
        return name not in self._skip and (self.folder / f"{name}.jsonl.gz").exists()

    def rows(self, name: str) -> Iterator[dict]:
        if self.available(name):
            with gzip.open(self.folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
                yield from map(json.loads, lines)

    def sentence_pairs(self) -> Iterator[tuple[str, str]]:
        with gzip.open(self.folder / "parallel_tatoeba_en_fr.tsv.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                english, french = line.rstrip("\n").split("\t")[:2]
                yield english, french

    def ordinary_talk(self) -> list[Conversation]:
        conversations = []
        for name in TALK:
            for row in self.rows(name):
                conversations.extend(_windows(row, name))
        for name, judged in POSTS.items():
            conversations.extend(_rooms(name, judged, _posts(self.rows(name))))
        for k, (lang, rooms) in enumerate(SENTENCE_ROOMS.items()):
            sentences = [pair[k] for pair in self.sentence_pairs()][:: 100_000 // (rooms * POSTS_IN_A_ROOM)]
            conversations.extend(_rooms(SENTENCES, (True,) * 3, {lang: sentences}))
        return conversations

    def threat_rooms(self) -> list[Conversation]:
        """Rooms of four judged messages, in half of them one threat: what a track is to make of an open threat."""
        threats: dict[str, list[str]] = {}
        harmless: dict[str, list[str]] = {}
        for j in self.judged():
            if j.lang in LANGUAGES and len(j.text) <= POST_CHARACTERS:
                (threats if j.violence else harmless).setdefault(j.lang, []).append(j.text)
        rooms = []
        for lang, count in THREAT_ROOMS.items():
            said, others = threats.get(lang, []), harmless.get(lang, [])
            for k in range(2 * count if said and len(others) >= 3 else 0):
                id, threat = f"threats:{lang}:{k}", k % 2 == 0
                texts = [others[int(len(others) * draw(f"{id}/{i}"))] for i in range(4)]
                place = int(4 * draw(id))
                if threat:
                    texts[place] = said[int(len(said) * draw(f"{id}/threat"))]
                talk = [Message(s, t, _gap(f"{id}/{s}")) for s, t in zip("ABCD", texts, strict=True)]
                due = place if threat else None
                rooms.append(Conversation(id, THREATS, lang, _surface(id, 4, "public"), talk, _ages(id, list("ABCD")), "violence" if threat else None,
                                          "ABCD"[place] if threat else None, due, due, (False, False, True), 0.5, id))  # fmt: skip
        return rooms

    def judged(self) -> list[Judged]:
        found = []
        for name, weight in JUDGED.items():
            for row in self.rows(name):
                label = row["labels"]["violence"]
                if label is not None and row["meta"].get("original") != LEGAL_THREAT:
                    text = " ".join(without_training_markers(m["t"]) for m in row["messages"])
                    found.append(Judged(name, row["lang"], text, label, weight))
        return found

    def grooming_windows(self, own_messages: int = 16) -> list[Conversation]:
        """Offender sides of ChatCoder and author sides of PAN12, both joined and cut alike, so that shape gives nothing away."""
        conversations = []
        for row in self.rows("grooming_chatcoder"):
            offenders = set(row["meta"].get("offender") or [])
            side = [m for m in row["messages"] if m["s"] in offenders]
            for k in range(0, len(side), own_messages):
                part = side[k : k + own_messages]
                stages = [bool(STAGE_TALK & _stages(m)) for m in part]
                if sum(stages) >= 2:
                    text = " ".join(m["t"] for m in part)
                    conversations.append(_one_side(f"{row['id']}:{k}", "grooming_chatcoder", row["id"], text, "grooming"))
        for row in self.rows("negatives_pan12_sides"):
            words = row["messages"][0]["t"].split()
            if len(words) >= 50:
                conversations.append(_one_side(row["id"], "negatives_pan12_sides", row["id"], " ".join(words[:100]), None))
        return conversations


def draw(key: str) -> float:
    """A number in [0, 1) that depends on the key alone."""
    return zlib.crc32(key.encode()) / 2**32


def _stages(message: dict) -> set[str]:
    stage = (message.get("l") or {}).get("stage")
    return {str(s) for s in (stage if isinstance(stage, list) else [stage])}


def _one_side(id: str, source: str, group: str, text: str, harm: str | None) -> Conversation:
    words, messages, k = without_training_markers(text).split(), [], 0
    while k < len(words):
        size = 3 + int(9 * draw(f"{id}/{k}"))
        messages.append(Message("A", " ".join(words[k : k + size]), _gap(f"{id}/{k}")))
        k += size
    last = len(messages) - 1
    return Conversation(id, source, "en", "dm", messages, _ages(id, ["A", "B"]), harm, "A" if harm else None, last if harm else None,
                        min(last, 3) if harm else None, (True, False, False), 0.3, group)  # fmt: skip


def _windows(row: dict, name: str) -> Iterator[Conversation]:
    messages = row["messages"]
    judged = tuple(row["labels"][h] == 0 for h in ("grooming", "extortion", "violence"))
    for k in range(0, len(messages), WINDOW):
        part, id = messages[k : k + WINDOW], f"{row['id']}/{k}"
        speakers = sorted({m["s"] for m in part})
        talk = [Message(m["s"], without_training_markers(m["t"])[:2000], _gap(f"{id}/{i}")) for i, m in enumerate(part)]
        yield Conversation(id, name, row["lang"], _surface(id, len(speakers), row["surface"]), talk, _ages(id, speakers), judged=judged, group=row["id"])


def _posts(rows: Iterator[dict]) -> dict[str, list[str]]:
    by_language: dict[str, list[str]] = {}
    for row in rows:
        if row["lang"] in LANGUAGES and row["labels"]["grooming"] == 0:
            by_language.setdefault(row["lang"], []).extend(without_training_markers(m["t"])[:POST_CHARACTERS] for m in row["messages"])
    return by_language


def _rooms(name: str, judged: tuple[bool, bool, bool], by_language: dict[str, list[str]]) -> Iterator[Conversation]:
    """Single posts put together as a room of up to four speakers: words of ordinary people, no thread."""
    for lang, texts in by_language.items():
        for k in range(0, len(texts), POSTS_IN_A_ROOM):
            id = f"{name}:{lang}:{k}"
            speakers = "ABCD"[: 2 + int(3 * draw(id))]
            talk = [Message(speakers[int(len(speakers) * draw(f"{id}/{i}"))], t, _gap(f"{id}/{i}g")) for i, t in enumerate(texts[k : k + POSTS_IN_A_ROOM])]
            yield Conversation(id, name, lang, _surface(id, len(speakers), "dm"), talk, _ages(id, list(speakers)), judged=judged, group=id)


def _gap(key: str) -> float:
    u, v = max(draw(key + "u"), 1e-6), draw(key + "v")
    return round(min(7200, math.exp(3.0 + 1.4 * math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * v))))


def _ages(key: str, speakers: list[str]) -> dict[str, str]:
    u = draw(key + "age")
    if u < 0.35:
        return {}
    if u < 0.55:
        return {s: "adult" for s in speakers}
    if u < 0.75:
        return {s: "minor" for s in speakers}
    return {s: ("minor" if draw(key + s) < 0.5 else "adult") for s in speakers}


def _surface(key: str, speakers: int, given: str) -> str:
    u = draw(key + "surface")
    if u < 0.3 and SURFACES.get(given):
        return SURFACES[given]
    options = ["dm", "dm", "dm", "game"] if speakers <= 2 else ["group", "group", "public_room", "game"]
    return options[int(len(options) * draw(key + "place"))]
