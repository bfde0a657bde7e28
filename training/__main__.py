"""``python -m training COMMAND``: render, features, train, tune, export, evaluate, key-profiles, all."""

from chordwork.engine._onnxruntime import switch_telemetry_off

switch_telemetry_off()

from training.commands import app  # noqa: E402  # libraries of training may import onnxruntime

if __name__ == "__main__":
    app()
