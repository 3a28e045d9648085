"""Trains the model bundle that docs/model-bundle.md describes: text in, int8 token table and two ONNX graphs out."""

SEED = 7
HARMS = ("grooming", "extortion", "violence")
