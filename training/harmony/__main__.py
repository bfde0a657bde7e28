"""``python -m training.harmony [COMMAND]``: keys, suggestions, evaluate, all. Seeded; minutes on one core."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import cyclopts
import numpy as np
from cyclopts import Parameter

from training.datacard import write_data_card
from training.harmony import keys as key_training
from training.harmony.corpus import Song, read_songs

MODEL: Final = Path("music/chordwork/music/suggestions/model.npz")
DATA: Final = Path("../shared/data")
SEED: Final = 3
"""Of 1, 2 and 3, which are alike on the dev rows, the one that trusts a literal repetition most."""

app = cyclopts.App(name="python -m training.harmony", help="Make the key table and the suggestion model from data.")


@app.command
def keys(*, data: Path = DATA) -> None:
    """Count the key finder's table and print how often it is right on the dev rows."""
    songs = read_songs(data)
    key_training.train(songs)
    key_training.report(songs)


@app.command
def suggestions(
    *, data: Path = DATA, seed: int = SEED, threads: Annotated[int, Parameter(help="of PyTorch")] = 1
) -> None:
    """Count the train rows, fit the ranker on them, write the model."""
    import torch

    from chordwork.music.suggestions.model import WEIGHT_NAMES
    from training.harmony.counting import Tally
    from training.harmony.ranking import examples, fit
    from training.harmony.styles import ModeCounts, style_table

    torch.set_num_threads(threads)
    train = [song for song in read_songs(data) if song.split == "train"]
    tally = Tally(train)
    modes = ModeCounts(train)
    ranker = fit(examples(train, tally, modes, seed=seed), seed=seed)
    weights = {name: getattr(ranker, name).astype(np.float16) for name in WEIGHT_NAMES}
    np.savez_compressed(
        MODEL, allow_pickle=False, styles=style_table(train), modes=modes.packed(), **tally.packed(), **weights
    )
    write_data_card(MODEL)
    print(f"{MODEL}: {MODEL.stat().st_size / 1000:.0f} kB")


@app.command
def evaluate(*, data: Path = DATA) -> None:
    """Print accuracy and perplexity on the dev rows, beside three baselines."""
    from chordwork.music.suggestions.model import shipped_model
    from training.harmony.evaluation import EARLY_CHORDS, back_off, of_model, of_model_in_found_key
    from training.harmony.evaluation import evaluate as judge

    songs = read_songs(data)
    train: list[Song] = [song for song in songs if song.split == "train"]
    dev = [song for song in songs if song.split == "dev"]
    model = of_model(shipped_model())
    print(f"{'dev rows':28}  top-1  top-3  top-5  perpl.   count")
    for name, order in (("most frequent next", 1), ("bigram in key", 2), ("5-gram with back-off", 5)):
        print(f"{name:28}  {judge(dev, back_off(train, order))}")
    print(f"{'Chordwork':28}  {judge(dev, model)}")
    for name, early in ((f"  first {EARLY_CHORDS} changes", True), ("  later", False)):
        print(f"{name:28}  {judge(dev, model, early=early)}")
    styled = of_model(shipped_model(), styled=True)
    print(f"{'  style told':28}  {judge(dev, styled)}")
    print(f"{'  style told, first ' + str(EARLY_CHORDS):28}  {judge(dev, styled, early=True)}")
    found = of_model_in_found_key(shipped_model())
    print(f"{'  key found, not told':28}  {judge(dev, found)}")
    print(f"{'  key found, first ' + str(EARLY_CHORDS):28}  {judge(dev, found, early=True)}")
    for source in sorted({song.source for song in dev}):
        print(f"{'  ' + source:28}  {judge([song for song in dev if song.source == source], model)}")


@app.default
def everything(*, data: Path = DATA, seed: int = SEED) -> None:
    """Keys, suggestions, evaluate: one after the other."""
    keys(data=data)
    suggestions(data=data, seed=seed)
    evaluate(data=data)


if __name__ == "__main__":
    app()
