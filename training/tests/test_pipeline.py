"""The run as a whole imports, and nothing that is left out of a fold is trained on in it."""

import vigie_training.__main__  # noqa: F401
from vigie_training.corpus import Conversation, Message
from vigie_training.folds import FOLDS, held, kinds


def conversation(source, group="g"):
    return Conversation(f"{source}:{group}", source, "en", "dm", [Message("A", "a", 0)], group=group)


def test_folds_share_nothing_and_leave_every_voice_and_source_out_once():
    sources = [s for fold in FOLDS for s in fold]
    assert len(sources) == len(set(sources))
    everyone = [conversation(s) for s in sources] + [conversation("grooming_chatcoder", str(k)) for k in range(30)]
    seen = []
    for fold in range(len(FOLDS)):
        out = [i for rows in held(everyone, fold).values() for i in rows]
        trained = [i for rows in kinds(everyone, fold).values() for i in rows]
        assert sorted(out + trained) == list(range(len(everyone)))
        seen += out
    assert sorted(seen) == list(range(len(everyone)))
