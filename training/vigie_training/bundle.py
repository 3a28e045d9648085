"""A bundle as a reader sees it: the manifest that ties its files together, and the reference scorer for golden.jsonl."""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnxruntime as ort

from . import HARMS
from . import normalise as normaliser
from . import tokenizer as unigram
from .corpus import CUES, Conversation
from .examples import CONTEXT_MESSAGES, FEATURES, conversation_tracks
from .model import STATE, VECTOR

SURFACE_NAMES = {"dm": "DIRECT", "group": "GROUP", "public_room": "PUBLIC_ROOM", "game": "GAME"}
AGE_NAMES = {"adult": "ADULT", "minor": "MINOR", "unknown": "UNKNOWN"}
LISTED = ("vocabulary.json", "table.bin", "table.scale.bin", "message.onnx", "track.onnx", "golden.jsonl", "MODEL_CARD.md")


def write_manifest(folder: Path, tokenizer: unigram.Tokenizer, facts: dict) -> None:
    """`facts`: name, version, createdAt, licence, calibration, budget, cueThresholds, training."""
    rows = len(tokenizer.pieces)
    width = (folder / "table.bin").stat().st_size // rows
    manifest = {
        "name": facts["name"],
        "version": facts["version"],
        "createdAt": facts["createdAt"],
        "licence": facts["licence"],
        "languages": ["en", "fr"],
        "normaliser": {"version": normaliser.VERSION},
        "tokenizer": {
            "version": unigram.VERSION,
            "file": "vocabulary.json",
            "pieces": rows,
            "unkScore": tokenizer.unk_score,
            "maxTokens": tokenizer.max_tokens,
        },
        "table": {"file": "table.bin", "scales": "table.scale.bin", "rows": rows, "width": width},
        "message": {"file": "message.onnx", "vector": VECTOR},
        "track": {"file": "track.onnx", "state": STATE, "contextMessages": CONTEXT_MESSAGES, "features": FEATURES},
        "harms": list(HARMS),
        "cues": [{"name": cue, "threshold": facts["cueThresholds"][cue], "kind": kind} for cue, kind in CUES],
        "calibration": facts["calibration"],
        "budget": facts["budget"],
        "encoder": None,
        "transformer": None,
        "training": facts["training"],
        "files": {},
    }
    for name in LISTED:
        if (folder / name).exists():
            data = (folder / name).read_bytes()
            manifest["files"][name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


class Bundle:
    """Reads and scores a bundle through onnxruntime, message by message, with nothing shared with training but the features."""

    def __init__(self, folder: Path):
        self.manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        settings = self.manifest["tokenizer"]
        self.tokenizer = unigram.Tokenizer.load(folder / settings["file"], settings["maxTokens"])
        shape = (self.manifest["table"]["rows"], self.manifest["table"]["width"])
        self._rows = np.frombuffer((folder / "table.bin").read_bytes(), np.int8).reshape(shape)
        self._scale = np.frombuffer((folder / "table.scale.bin").read_bytes(), "<f4")
        self._message, self._track = (_session(folder / f) for f in ("message.onnx", "track.onnx"))

    def ids(self, text: str) -> list[int]:
        return self.tokenizer.encode(normaliser.normalise(text))

    def message(self, ids: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Message vector, calibrated harm probabilities, cue probabilities."""
        pooled = np.zeros((1, self._rows.shape[1]), np.float32)
        for i in ids:
            pooled[0] += self._rows[i] * self._scale[i]
        vector, harm, cues = self._message.run(["vector", "harm_logits", "cue_logits"], {"pooled": pooled / np.float32(max(1, len(ids)))})
        return vector[0], self.calibrated("message", harm[0]), _sigmoid(cues[0])

    def conversation(self, c: Conversation) -> list[tuple[np.ndarray, np.ndarray]]:
        """Per message: probabilities of the message alone and of its sender's track after it."""
        ids = [self.ids(m.text) for m in c.messages]
        read = [self.message(i) for i in ids]
        risk = [np.zeros(3)] * len(ids)
        for track in conversation_tracks(c, 0, np.array([len(i) for i in ids])).values():
            state = np.zeros((1, STATE), np.float32)
            for own, around, features in zip(track.messages, track.context, track.features, strict=True):
                heard = [read[k][0] for k in around if k >= 0]
                context = np.mean(heard, axis=0, dtype=np.float32) if heard else np.zeros(VECTOR, np.float32)
                inputs = {"vector": read[own][0][None], "context": context[None], "features": features[None], "state": state}
                state, logits = self._track.run(["next_state", "risk_logits"], inputs)
                risk[own] = self.calibrated("risk", logits[0])
        return [(read[k][1], risk[k]) for k in range(len(ids))]

    def calibrated(self, kind: str, logits: np.ndarray) -> np.ndarray:
        fit = self.manifest["calibration"][kind]
        return np.array([_sigmoid(fit[h]["a"] * float(x) + fit[h]["b"]) for h, x in zip(HARMS, logits, strict=True)])


def _session(path: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return ort.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])


def _sigmoid(x):
    return 1 / (1 + np.exp(-np.asarray(x, np.float64)))
