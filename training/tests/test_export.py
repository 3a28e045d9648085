import numpy as np

from vigie_training.batches import SHAPES
from vigie_training.corpus import CUES
from vigie_training.examples import FEATURES
from vigie_training.export import quantise, write_graphs
from vigie_training.model import STATE, VECTOR, initial, message_stage, track_step
from vigie_training.train import Model


def test_the_graphs_do_the_arithmetic_of_training(tmp_path):
    import onnxruntime as ort

    rng = np.random.default_rng(0)
    params = initial(rng, 32, len(FEATURES), len(CUES), FEATURES.index("edits"))
    write_graphs(Model(params, np.zeros((4, 32), np.float32)), tmp_path)
    pooled = rng.standard_normal((5, 32)).astype(np.float32)
    got = ort.InferenceSession(tmp_path / "message.onnx").run(None, {"pooled": pooled})
    for value, wanted in zip(got, message_stage(params, pooled), strict=True):
        assert np.allclose(value, wanted, atol=1e-5)
    inputs = {"vector": VECTOR, "context": VECTOR, "features": len(FEATURES), "state": STATE}
    step = {name: rng.random((5, size)).astype(np.float32) for name, size in inputs.items()}
    got = ort.InferenceSession(tmp_path / "track.onnx").run(None, step)
    for value, wanted in zip(got, track_step(params, *step.values()), strict=True):
        assert np.allclose(value, wanted, atol=1e-5)


def test_a_feature_that_training_never_shows_changes_nothing():
    params = initial(np.random.default_rng(0), 32, len(FEATURES), len(CUES), FEATURES.index("edits"))
    zeros = [np.zeros((1, n), np.float32) for n in (VECTOR, VECTOR, len(FEATURES), STATE)]
    before = track_step(params, *zeros)[1]
    zeros[2][0, FEATURES.index("edits")] = 1
    assert np.array_equal(before, track_step(params, *zeros)[1])


def test_int8_rows_keep_their_direction():
    table = np.random.default_rng(0).standard_normal((6, 16)).astype(np.float32) * np.logspace(-3, 1, 6)[:, None].astype(np.float32)
    rows, scale = quantise(table)
    assert np.allclose(rows * scale[:, None], table, atol=np.abs(table).max(1, keepdims=True) / 250)


def test_shapes_of_batches_rise():
    assert [steps for steps, _ in SHAPES] == sorted(steps for steps, _ in SHAPES)
