"""The commands of ``python -m training``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Final

import attrs
import cyclopts
from cyclopts import Parameter

MODEL: Final = Path("engine/chordwork/engine/models/chord.onnx")
NAME: Final = "chordwork-chord"
VERSION: Final = "0.2.0"

app = cyclopts.App(name="python -m training", help="Make the chord model from data, reproducibly.")


@Parameter(name="*")
@attrs.frozen
class Common:
    """Where things are, and the seed that everything follows from."""

    data: Path = Path("../shared/data")
    cache: Path = Path("training/cache")
    seed: int = 1
    jobs: int = os.cpu_count() or 1


DEFAULTS: Final = Common()
HOURS: Final = 40.0
EPOCHS: Final = 60
STEPS: Final = 200
SMOKE_KINDS: Final = "notes,none"
"""What can be rendered without soundfonts."""


@app.command
def features(common: Common = DEFAULTS, *, split: Annotated[str, Parameter(help="train or dev")] = "train") -> None:
    """Extract the features of rendered clips."""
    from training import features as step

    step.main(common.cache, common.data, seed=common.seed, jobs=common.jobs, split=split)


@app.command
def train(
    common: Common = DEFAULTS,
    *,
    epochs: int = EPOCHS,
    steps: int = STEPS,
    threads: int = os.cpu_count() or 1,
    run: str = "run",
    device: str = "cpu",
    teacher: str = "",
    teach: bool = False,
) -> None:
    """Fit the network on the train features; resumes from its last checkpoint.

    Parameters
    ----------
    device
        Where, such as cpu or cuda.
    teacher
        Name of the run of a teacher to learn from as well.
    teach
        Fit a teacher: larger, and hearing each clip to its end.
    """
    import torch

    from training.dataset import Store, recordings
    from training.model import STUDENT, TEACHER, load
    from training.train import Schedule, fit

    torch.set_num_threads(threads)
    store = Store(recordings(common.cache, "train", ("clean", "rough")), device)
    print(f"{len(store)} recordings, {store.hours:.1f} h", flush=True)
    fit(
        store,
        common.cache / run,
        size=TEACHER if teach else STUDENT,
        seed=common.seed,
        schedule=Schedule(epochs=epochs, steps=steps),
        teacher=load(common.cache / teacher / "net.pt").to(device) if teacher else None,
    )


@app.command
def ship(common: Common = DEFAULTS, *, run: str = "run", model: Path = MODEL) -> None:
    """Tune the decoder on every second clip of half a of the dev clips and export the network."""
    from training.export import export
    from training.model import load
    from training.targets import TARGET_DELAY_S
    from training.tune import tune

    net = load(common.cache / run / "net.pt")
    clips = [clip for clip in sorted((common.cache / "dev").rglob("*.json")) if clip.stem.startswith("a")]
    settings = tune(net, common.cache, clips[::2], common.jobs, common.seed)
    card = {"name": NAME, "version": VERSION, "target_delay_s": TARGET_DELAY_S, "decoder": attrs.asdict(settings)}
    export(net, model, card)
    print(json.dumps(card, indent=1))


@app.command
def evaluate(common: Common = DEFAULTS, *, model: Path = MODEL, half: str = "a", output: Path | None = None) -> None:
    """Score a model on the rendered dev clips: half ``a`` chooses, half ``b`` is for final figures."""
    from training import evaluate as step

    step.main(common.cache, model, half=half, jobs=common.jobs, output=output)


@app.command
def beats(common: Common = DEFAULTS, *, trials: int = 200) -> None:
    """Tune the beat tracker on half a of the dev clips, and print its constants."""
    from training import beats as step

    step.main(common.cache, seed=common.seed, jobs=common.jobs, trials=trials)


@app.command(name="key-profiles")
def key_profiles(common: Common = DEFAULTS) -> None:
    """Count which chords go with which key."""
    from training import key_profiles as step

    step.main(common.data)


@app.command(name="demo-clips")
def demo_clips(common: Common = DEFAULTS) -> None:
    """Render the recordings of ``chordwork demo``."""
    from training import demo_clips as step

    step.main(common.data)


@app.command
def render(common: Common = DEFAULTS, *, hours: float = HOURS, split: str = "train", smoke: bool = False) -> None:
    """Render the clips of a split; with ``smoke``, a short one or two of the kinds that need no soundfont."""
    from training.render import main as render_main

    options = ["--cache", str(common.cache), "--seed", str(common.seed), "--jobs", str(common.jobs)]
    if smoke:
        options += ["--smoke", "--kinds", SMOKE_KINDS]
    render_main([*options, "--data", str(common.data), "--split", split, "--hours", str(hours)])


@app.command
def card(common: Common = DEFAULTS, *, run: str = "run", model: Path = MODEL, threads: int = 2) -> None:
    """Write the model card from the training log and the evaluations of both halves."""
    from training import card as step

    step.main(common.cache, model, run=run, seed=common.seed, threads=threads, scores=common.cache / "scores")


@app.command(name="all")
def everything(common: Common = DEFAULTS, *, hours: float = HOURS, epochs: int = EPOCHS, smoke: bool = False) -> None:
    """Data to model card: every step, each resuming where it stopped.

    Parameters
    ----------
    hours
        Hours of training audio.
    epochs
        Rounds of training.
    smoke
        A toy run of every step in a minute or two, apart from the real one; its model knows nothing and is not used.
    """
    model = MODEL
    steps = STEPS
    if smoke:
        common = attrs.evolve(common, cache=common.cache / "smoke")
        model, epochs, steps = common.cache / "chord.onnx", 2, 4
    for split in ("dev", "train"):
        render(common, hours=hours, split=split, smoke=smoke)
        features(common, split=split)
    train(common, epochs=epochs, steps=steps)
    ship(common, model=model)
    for half in "ab":
        evaluate(common, model=model, half=half, output=common.cache / "scores" / f"dev-{half}.json")
    card(common, model=model)
