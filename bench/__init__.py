"""Benchmarks: ``python -m bench NAME [--quick] [--json PATH]``. Each prints a ratio against a baseline."""
