"""Trained model → files of the bundle (docs/model-bundle.md, sections 2 to 5)."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from .examples import FEATURES
from .model import GRU, STATE, VECTOR
from .train import Model

OPSET, IR_VERSION = 17, 9


def quantise(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 with a scale a row."""
    scale = np.maximum(np.abs(table).max(1) / 127, 1e-8).astype("<f4")
    return np.clip(np.rint(table / scale[:, None]), -127, 127).astype(np.int8), scale


def write_table(model: Model, folder: Path) -> Model:
    """Writes the table and returns the model with the table as a reader will see it."""
    rows, scale = quantise(model.table)
    (folder / "table.bin").write_bytes(rows.tobytes())
    (folder / "table.scale.bin").write_bytes(scale.tobytes())
    return Model(model.params, rows.astype(np.float32) * scale[:, None])


def write_graphs(model: Model, folder: Path) -> None:
    onnx.save(_message_graph(model), folder / "message.onnx")
    onnx.save(_track_graph(model), folder / "track.onnx")


class _Graph:
    def __init__(self, params):
        self.nodes, self.weights, self.params = [], {}, params

    def weight(self, name, value=None):
        self.weights.setdefault(name, np.asarray(self.params[name] if value is None else value))
        return name

    def node(self, op, inputs, output, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    def dense(self, x, name, output):
        return self.node("Gemm", [x, self.weight(name + ".w"), self.weight(name + ".b")], output)

    def model(self, name, inputs, outputs):
        def values(sizes):
            return [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["B", size]) for n, size in sizes.items()]

        weights = [numpy_helper.from_array(v, n) for n, v in self.weights.items()]
        graph = helper.make_graph(self.nodes, name, values(inputs), values(outputs), weights)
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="vigie-training", ir_version=IR_VERSION)
        onnx.checker.check_model(made, full_check=True)
        return made


def _message_graph(model: Model) -> onnx.ModelProto:
    g = _Graph(model.params)
    g.node("Relu", [g.dense("pooled", "hidden", "hidden_in")], "hidden")
    g.node("Tanh", [g.dense("hidden", "vector", "vector_in")], "vector")
    g.dense("vector", "harm", "harm_logits")
    g.dense("vector", "cue", "cue_logits")
    return g.model("message", {"pooled": model.table.shape[1]}, {"vector": VECTOR, "harm_logits": 3, "cue_logits": model.params["cue.b"].size})


def _track_graph(model: Model) -> onnx.ModelProto:
    g = _Graph(model.params)
    g.node("Concat", ["vector", "context", "features"], "x", axis=1)
    _split(g, "state", GRU, "h", "memory_before", STATE)
    g.node("Gemm", ["x", g.weight("gate.x"), g.weight("gate.b")], "gate_x")
    g.node("MatMul", ["h", g.weight("gate.h")], "gate_h")
    g.node("Sigmoid", [g.node("Add", ["gate_x", "gate_h"], "gates_in")], "gates")
    _split(g, "gates", GRU, "update", "reset", 2 * GRU)
    g.node("Gemm", ["x", g.weight("new.x"), g.weight("new.b")], "new_x")
    g.node("MatMul", ["h", g.weight("new.h")], "new_h")
    g.node("Add", ["new_x", g.node("Mul", ["reset", "new_h"], "new_kept")], "new_in")
    g.node("Tanh", ["new_in"], "new")
    g.node("Mul", ["update", g.node("Sub", ["h", "new"], "h_less_new")], "h_kept")
    g.node("Add", ["new", "h_kept"], "h_next")
    fade = g.weight("fade", (1 / (1 + np.exp(-model.params["memory.fade"]))).astype(np.float32))
    g.node("Mul", ["memory_before", fade], "memory_faded")
    g.node("Tanh", [g.dense("x", "memory", "trace_in")], "trace")
    g.node("Max", ["memory_faded", "trace"], "memory_next")
    g.node("Concat", ["h_next", "memory_next"], "next_state", axis=1)
    g.node("Concat", ["next_state", "x"], "seen", axis=1)
    g.node("Relu", [g.dense("seen", "judge", "judge_in")], "judged")
    g.dense("judged", "risk", "risk_logits")
    return g.model("track", {"vector": VECTOR, "context": VECTOR, "features": len(FEATURES), "state": STATE}, {"next_state": STATE, "risk_logits": 3})


def _split(g, x, at, left, right, size):
    for name, start, end in ((left, 0, at), (right, at, size)):
        ends = [g.weight(f"{name}_{part}", np.array([value], np.int64)) for part, value in (("start", start), ("end", end), ("axis", 1))]
        g.node("Slice", [x, *ends], name)


