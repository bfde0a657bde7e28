"""Cards of models: what a model hears in recordings, written down to be checked later."""
