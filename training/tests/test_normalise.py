import pytest

from vigie_training.normalise import normalise, without_training_markers


@pytest.mark.parametrize(
    "text, expected",
    [
        ("", ""),
        (" \t\n", ""),
        ("PARLE Plus FORT Que Ça", "parle plus fort que ça"),
        ("e\u0301te\u0301", "été"),
        ("l’été “chaud”", "l'été \"chaud\""),
        ("s\u00ade\u200bc\u200dr\u2060et\ufeff", "secret"),
        ("❤\ufe0f a\u0000b\u0007c\u000bd", "❤ abcd"),
        ("\ud83d seul", "\ufffd seul"),
        ("a\u00a0b\u2028c\u3000d", "a b c d"),
        ("ｆｕｌｌ ﬁn Ⅷ", "full fin viii"),
        ("İ ΣΑΣ", "i\u0307 σας"),
    ],
)
def test_folds_what_looks_alike(text, expected):
    assert normalise(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("mail:a@b.fr,c@d.org;e@f", "mail: [email] , [email] ;e@f"),
        ("Voir HTTPS://Exemple.fr/É?q=1 ou www.x.org", "voir [url] ou [url]"),
        ("http://a\u2028b c", "[url] c"),
        ("@le_grand.frere mail@pas @z", "[handle] mail@pas @z"),
        ("06 12 34 56 78", "[phone]"),
        ("(0033)612345678 a0612345678", "( [phone] a [number]"),
        ("12345678", "12345678"),
        ("a123456789012345678901b", "a [number] b"),
    ],
)
def test_masks(text, expected):
    assert normalise(text) == expected


def test_is_idempotent_on_the_markers():
    once = normalise("x@y.fr www.a.b @abc 0612345678 a123456789b")
    assert normalise(once) == once


def test_training_markers_go_before_training():
    assert without_training_markers("a [sexual] b [name][place]").split() == ["a", "b"]
    assert "[sexual]" in normalise("[sexual]")
