import random

import pytest

from vigie_training.tokenizer import SPACE, UNK, Tokenizer, on_grid

PIECES = [("<unk>", 0.0), ("▁[url]", 0.0), ("▁", -3.0), ("▁ha", -4.0), ("ha", -4.0), ("haha", -7.0), ("▁haha", -7.0), ("h", -9.0), ("a", -9.0), ("▁a", -5.0), ("ab", -6.0), ("b", -8.0)]


@pytest.fixture
def tokenizer():
    return Tokenizer(PIECES)


def names(tokenizer, text):
    return [tokenizer.pieces[i][0] for i in tokenizer.encode(text)]


def test_takes_the_segmentation_of_highest_score(tokenizer):
    assert names(tokenizer, "ab a") == ["▁", "ab", "▁a"]


def test_of_equal_segmentations_the_one_with_the_longest_last_piece_wins(tokenizer):
    assert names(tokenizer, "hahaha") == ["▁ha", "haha"]


def test_unknown_code_points_stay_separate(tokenizer):
    assert tokenizer.unk_score == -19.0
    assert tokenizer.encode("a日本😂") == [9, UNK, UNK, UNK]


def test_mask_markers_win(tokenizer):
    assert names(tokenizer, "[url] ab") == ["▁[url]", "▁", "ab"]


def test_empty_text_has_no_tokens(tokenizer):
    assert tokenizer.encode("") == []


@pytest.mark.parametrize("limit, head, tail", [(4, 2, 2), (5, 3, 2)])
def test_a_long_text_keeps_head_and_tail(limit, head, tail):
    text = "ab a b ha ab ha"
    every, some = Tokenizer(PIECES).encode(text), Tokenizer(PIECES, limit).encode(text)
    assert some == every[:head] + every[-tail:]


def test_words_apart_and_the_whole_text_at_once_agree(tokenizer):
    """Why scores lie on a grid: sums are exact, so a reader may cache words."""
    rng = random.Random(1)
    for _ in range(300):
        text = " ".join("".join(rng.choice("hab日") for _ in range(rng.randint(1, 9))) for _ in range(rng.randint(1, 4)))
        whole = tokenizer._viterbi(SPACE + text.replace(" ", SPACE))
        assert tokenizer.encode(text) == whole


def test_the_grid_is_exact_in_binary():
    assert on_grid(-12.3456789) * 1024 == round(-12.3456789 * 1024)


def test_saves_and_loads(tokenizer, tmp_path):
    tokenizer.save(tmp_path / "v.json")
    assert Tokenizer.load(tmp_path / "v.json").pieces == tokenizer.pieces
