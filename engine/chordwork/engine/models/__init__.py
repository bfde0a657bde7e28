"""Bundled ONNX models and their cards."""
