"""``python -m training COMMAND``: render, features, train, tune, export, evaluate, key-profiles, all."""

from training.commands import app

if __name__ == "__main__":
    app()
