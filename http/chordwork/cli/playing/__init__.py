"""Playing audio to a server and watching what comes back: what `demo` and `listen` share."""
