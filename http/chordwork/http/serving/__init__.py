"""The whole server, started and stopped in order: application, both ports, workers with their supervisor, the log."""
