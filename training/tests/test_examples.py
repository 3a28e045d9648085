import math

import numpy as np

from vigie_training.corpus import Conversation, Message
from vigie_training.examples import FEATURES, build, others_age
from vigie_training.tokenizer import Tokenizer

TOKENIZER = Tokenizer([("<unk>", 0.0), ("▁", -3.0), ("▁a", -2.0), ("▁b", -2.0)])


def conversation(**changes):
    talk = [Message("A", "a", 0), Message("B", "b a", 20), Message("B", "b", 5), Message("A", "a b a", 3600), Message("A", "", 1)]
    return Conversation(**{"id": "c", "source": "s", "lang": "en", "surface": "game", "messages": talk, "ages": {"A": "adult", "Z": "minor"}, **changes})


def test_a_track_sees_what_others_wrote_since_and_the_features_of_the_contract():
    examples = build([conversation()], TOKENIZER)
    track = examples.tracks[0]["A"]
    assert track.messages.tolist() == [0, 3, 4]
    assert track.context[1].tolist() == [1, 2, -1, -1, -1, -1] and (track.context[2] == -1).all()
    row = dict(zip(FEATURES, track.features[1], strict=True))
    assert math.isclose(row["gap_own"], math.log1p(3625) / 16, rel_tol=1e-6)
    assert math.isclose(row["gap_any"], math.log1p(3600) / 16, rel_tol=1e-6)
    assert (row["self_adult"], row["others_minor"], row["surface_game"], row["first"]) == (1, 1, 1, 0)
    assert math.isclose(row["others_since"], math.log1p(2) / 8, rel_tol=1e-6)
    assert math.isclose(row["speakers"], math.log(2) / 6, rel_tol=1e-6)
    assert math.isclose(row["length"], math.log1p(3) / 6, rel_tol=1e-6)


def test_pooling_averages_tokens_and_an_empty_text_is_zero():
    examples = build([conversation()], TOKENIZER)
    rows = examples.tokens.toarray()
    assert np.allclose(rows[3], [0, 0, 2 / 3, 1 / 3]) and not rows[4].any()


def test_risk_rises_for_the_actor_alone():
    examples = build([conversation(harm="violence", actor="A", due=3, not_before=3)], TOKENIZER)
    assert examples.tracks[0]["A"].target[:, 2].tolist() == [0, 1, 1]
    assert not examples.tracks[0]["A"].target[:, :2].any() and not examples.tracks[0]["B"].target.any()


def test_what_nobody_judged_is_not_learnt():
    examples = build([conversation(judged=(True, True, False))], TOKENIZER)
    assert not examples.tracks[0]["A"].weight[:, 2].any() and examples.tracks[0]["A"].weight[:, 0].all()


def test_others_age_prefers_a_known_minor():
    assert [others_age(a) for a in (["adult", "minor"], ["unknown", "adult"], [], ["unknown"])] == ["minor", "adult", "unknown", "unknown"]
