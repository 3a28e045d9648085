import pytest

from vigie_training.corpus import CONVERTER, CUES, read_corpus

CONVERSATIONS = """# harm=grooming func=f lang=fr surface=dm A=adult B=minor sev=S2 due=2 nb=1 actor=A pair=p1
A 0 [age_probe] t'as quel âge
B 30 onze
A 5 [secrecy,flattery] dis rien

## a comment
# harm=none func=g lang=en surface=group pair=p1
A 0 hi
C 10 hello
"""


def test_reads_conversations_with_labels(tmp_path):
    (tmp_path / "voice.txt").write_text(CONVERSATIONS.replace("## a comment\n", ""), encoding="utf-8")
    harmful, harmless = read_corpus(tmp_path)
    assert (harmful.harm, harmful.actor, harmful.due, harmful.not_before) == ("grooming", "A", 2, 1)
    assert harmful.source == "voice" and harmful.ages == {"A": "adult", "B": "minor"}
    assert [m.cues for m in harmful.messages] == [("age_probe",), (), ("secrecy", "flattery")]
    assert [m.gap for m in harmful.messages] == [0, 30, 5]
    assert harmless.harm is None and harmless.messages[0].cues is None, "where nobody marked cues, none are known"
    assert harmful.group == harmless.group


def test_refuses_what_contradicts_itself(tmp_path):
    (tmp_path / "voice.txt").write_text(CONVERSATIONS.replace("due=2", "due=1"), encoding="utf-8")
    with pytest.raises(ValueError, match="not by the actor"):
        read_corpus(tmp_path)


def test_the_whole_corpus_parses():
    conversations = read_corpus(CONVERTER.parent)
    assert len(conversations) > 2000
    assert len(CUES) == len({cue for cue, _ in CUES}) == 36
