"""Runs what is shipped in deployment/, for real where that is possible: ``scripts/try-deployment``."""
