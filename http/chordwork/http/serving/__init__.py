"""The whole server: application, stream port, workers and their supervisor, logs."""
