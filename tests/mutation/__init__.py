"""Faults planted at random, each tried with the tests that cover its line: ``scripts/mutants`` (docs/testing.md)."""
