"""golden.jsonl (docs/model-bundle.md, section 8): inputs with expected results, from the project's own fiction only."""

import json
from pathlib import Path

import numpy as np

from . import SEED
from .bundle import AGE_NAMES, SURFACE_NAMES, Bundle
from .corpus import Conversation
from .normalise import normalise

MESSAGES, CONVERSATIONS = 170, 48
TROUBLE = [
    "",
    " ",
    "\t\n \r\n",
    "\u200b",
    "a",
    "A",
    "▁",
    "▁▁a ▁ b▁",
    "hahahahaha mdrrrrrr aaaaaaaaaa",
    "Écris-moi à lea.martin+chat@exemple.co.uk stp",
    "mail:a@b.fr,c@d.org;e@f",
    "va voir https://exemple.fr/p?q=1&r=<b> et www.exemple.org/x",
    "HTTP://EXEMPLE.FR/É\u2028suite",
    "http://a\u1680b c",
    "demande à @le_grand.frere ou à mail@pas",
    "x@y @z @zz .@zzz @" + "a" * 40,
    "mon tel 06 12 34 56 78 ou +33 6.12.34.56.78 ou (0033)612345678",
    "06-12-34-56-7 c'est trop court, 2026-11-25 12:30 aussi",
    "code 123456789012345678901234567890, carte 4970 1012 3456 7890 x",
    "12345678 123456789 a123456789b 0612345678a",
    "[email] [url] [handle] [phone] [number] [sexual] [name]",
    "l’été “chaud” ‘oui’ sʼil",
    "ﬁn de ﬄirt ① Ⅷ ㎏ ½ ｆｕｌｌ ｗｉｄｅ １２３",
    "İSTANBUL Iı ΣΑΣ ΟΔΟΣ Σ ß ẞ Ǆ",
    "e\u0301te\u0301 A\u030a \u1e9b\u0323 q\u0307\u0323",
    "s\u00ade\u200bc\u200cr\u200de\u2060t\ufeff",
    "\u202egnitset\u202c \u2066iso\u2069 \u061cx",
    "👨‍👩‍👧‍👦 ❤️ 🏳️‍🌈 👍🏽 🇫🇷 ☺︎ 1️⃣",
    "😂😂😂🔫🔪💀🍑🍆💸",
    "𝓼𝓮𝓬𝓻𝓮𝓽 𝕡𝕝𝕒𝕟 ⓟⓐⓨ",
    "рау mе (cyrillic look-alikes) Αlpha",
    "привет, как дела?",
    "مرحبا كيف حالك",
    "你好，今晚见面吗",
    "ありがとう ｶﾞｷﾞｸﾞ",
    "नमस्ते",
    "한국어 각",
    "z̷̢a̸l̵g̶o̷",
    "a\u0000b\u0007c\u001bd\u0085e\u000bf\u000cg",
    "x\u00a0y\u2003z\u3000w\u2029v\u205fu",
    "\ud83d seul",
    "seul \udca9",
    "\ufffd\ufffe\U0010ffff\ue000",
    "\U000e0041\U000e0042tag",
    "s e c r e t   p l a n",
    "g4rd3 ç4 p0ur t01 !!!??? ...",
    "PARLE PLUS FORT QUE ÇA",
    "j'arrive/j’arrive\\nouvelle\"ligne'",
    "garde ça pour nous " * 270,
    "a" * 5000,
    "👍" * 2000,
    "un deux trois quatre " * 250,
]


def write_golden(folder: Path, conversations: list[Conversation]) -> None:
    bundle = Bundle(folder)
    rng = np.random.default_rng(SEED)
    texts = sorted({m.text for c in conversations for m in c.messages})
    picked = TROUBLE + [texts[i] for i in rng.choice(len(texts), MESSAGES, replace=False)]
    lines = [_message(bundle, text) for text in picked] + [_conversation(bundle, c) for c in _varied(conversations, rng)]
    (folder / "golden.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="ascii")


def _varied(conversations: list[Conversation], rng) -> list[Conversation]:
    """Alternates over voices, so that every surface, language and harm occurs; one in four comes without known ages."""
    order = rng.permutation(len(conversations))
    by_voice: dict[str, list[Conversation]] = {}
    for i in order:
        by_voice.setdefault(conversations[i].source, []).append(conversations[i])
    picked = [voice[k] for k in range(len(order)) for voice in by_voice.values() if k < len(voice)][:CONVERSATIONS]
    return [Conversation(**{**vars(c), "ages": {}}) if k % 4 == 3 else c for k, c in enumerate(picked)]


def _message(bundle: Bundle, text: str) -> dict:
    ids = bundle.ids(text)
    _, harm, cues = bundle.message(ids)
    return {"kind": "message", "text": text, "normalised": normalise(text), "ids": ids, "message": _rounded(harm), "cues": _rounded(cues)}


def _conversation(bundle: Bundle, c: Conversation) -> dict:
    scores = bundle.conversation(c)
    return {
        "kind": "conversation",
        "surface": SURFACE_NAMES[c.surface],
        "participants": [{"id": s, "ageBand": AGE_NAMES[age]} for s, age in c.ages.items()],
        "messages": [
            {"s": m.speaker, "t": m.text, "dt": m.gap, "message": _rounded(alone), "risk": _rounded(risk)}
            for m, (alone, risk) in zip(c.messages, scores, strict=True)
        ],
    }


def _rounded(values) -> list[float]:
    return [round(float(v), 6) for v in values]
