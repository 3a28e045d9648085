"""The project's own conversations (training/corpus/*.txt), in the one shape that all training data takes."""

import importlib.util
from dataclasses import dataclass, field
from pathlib import Path

CONVERTER = Path(__file__).parents[1] / "corpus" / "convert.py"
HARM_CUES = {
    "grooming": "age_probe flattery secrecy guardian_check isolation gift_offer photo_request platform_move meeting_request age_deception".split(),
    "extortion": "compromising_material payment_demand exposure_threat deadline false_authority romance_lure ambush_lure accomplice_coordination".split(),
    "violence": "threat condition target time_place weapon_acquisition hired_harm group_assault reconnaissance attack_leakage".split(),
}
COUNTER_CUES = "quoting_or_reporting fiction_or_game hyperbole support professional family_logistics commerce news_or_study sport".split()
CUES = [(cue, kind) for kind, cues in HARM_CUES.items() for cue in cues] + [(cue, "counter") for cue in COUNTER_CUES]
CUE_INDEX = {cue: i for i, (cue, _) in enumerate(CUES)}


@dataclass
class Message:
    speaker: str
    text: str
    gap: float
    cues: tuple[str, ...] | None = None
    """None: nobody marked cues here."""


@dataclass
class Conversation:
    id: str
    source: str
    """The voice that is held out as a whole: a corpus file or a set of shared/data."""
    lang: str
    surface: str
    messages: list[Message]
    ages: dict[str, str] = field(default_factory=dict)
    harm: str | None = None
    """None: no harm, or none that is known (see `judged`)."""
    actor: str | None = None
    due: int | None = None
    not_before: int | None = None
    judged: tuple[bool, bool, bool] = (True, True, True)
    """Per harm: whether absence of the harm may be learnt from this conversation."""
    weight: float = 1.0
    group: str = ""
    functionality: str = ""


def read_corpus(folder: Path) -> list[Conversation]:
    convert = _converter()
    conversations = []
    for file in sorted(folder.glob("*.txt")):
        for start, block in convert.blocks(file.read_text(encoding="utf-8")):
            if not block[0].startswith("##"):
                conversations.append(_conversation(file.stem, convert.parse(file.stem, start, block)))
    return conversations


def _conversation(voice: str, row: dict) -> Conversation:
    marked = any("cues" in m for m in row["messages"])
    expect = row["expect"]
    return Conversation(
        id=row["id"],
        source=voice,
        lang=row["lang"],
        surface=row["surface"],
        messages=[Message(m["s"], m["t"], m["dt"], tuple(m.get("cues", ())) if marked else None) for m in row["messages"]],
        ages={p["s"]: p["age"] for p in row["participants"]},
        harm=row["harm"] if expect["flag"] else None,
        actor=expect["actor"],
        due=expect["due_by"],
        not_before=expect["not_before"],
        group=row.get("pair", row["id"]),
        functionality=row["functionality"],
    )


def _converter():
    spec = importlib.util.spec_from_file_location("corpus_convert", CONVERTER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
