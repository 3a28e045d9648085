"""The normaliser, version 1 (docs/model-bundle.md, section 1): a pure function text → text.

libs/inference has the same function in TypeScript; golden.jsonl holds both to the same results.
"""

import re
import unicodedata

VERSION = "1"
MASKS = ("[email]", "[url]", "[handle]", "[phone]", "[number]")

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_KEPT_CONTROLS = {"\t", "\n", "\r"}
_QUOTES = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"'})
_MASKS = [
    ("[email]", re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}")),
    ("[url]", re.compile(r'(?:https?://|www\.)[^ \t\n\r<>"]{1,2000}')),
    ("[handle]", re.compile(r"(?<![a-z0-9_.])@[a-z0-9_.]{2,32}")),
    ("[phone]", re.compile(r"(?<![0-9a-z])(?:\+|00)?[0-9](?:[ .\-/()]{0,2}[0-9]){8,14}(?![0-9a-z])")),
    ("[number]", re.compile(r"[0-9]{9,}")),
]
_SPACE = re.compile(r"\s+")
_TRAINING_MARKERS = re.compile(r"\[(?:sexual|name|place)\]")


def normalise(text: str) -> str:
    text = _LONE_SURROGATE.sub("\ufffd", text)
    text = unicodedata.normalize("NFKC", text).lower()
    text = unicodedata.normalize("NFC", text)
    if not text.isascii() or not text.isprintable():
        text = "".join(c for c in text if not _is_invisible(c)).translate(_QUOTES)
    for marker, pattern in _MASKS:
        text = pattern.sub(f" {marker} ", text)
    return _SPACE.sub(" ", text).strip(" ")


def without_training_markers(text: str) -> str:
    """Removes the markers that only the training sets carry: two of them give the source, and so the label, away."""
    return _TRAINING_MARKERS.sub(" ", text)


def _is_invisible(c: str) -> bool:
    if "\ufe00" <= c <= "\ufe0f":
        return True
    category = unicodedata.category(c)
    return category == "Cf" or (category == "Cc" and c not in _KEPT_CONTROLS)
