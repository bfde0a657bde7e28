"""``chordwork models``: which there are, whether they are what they say, and which one a server uses."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter, validators

from chordwork.cli.exits import BAD_INPUT, OK, warn

if TYPE_CHECKING:
    from chordwork.engine import ShelvedModel

FOLDER_VARIABLE = "CHORDWORK_MODELS"
Folder = Annotated[Path | None, Parameter(name="--models")]


def list_models(*, models: Folder = None) -> int:
    """Show the models that there are: their versions, licences and digests, and which of them a server uses.

    Parameters
    ----------
    models
        Folder of your models. Default: CHORDWORK_MODELS, or the bundled model alone.
    """
    from chordwork.engine import ModelShelf, bundled_model
    from chordwork.http.models.choice import Choice, read_choice

    folder = _folder(models)
    shelf = ModelShelf(folder)
    found, troubles = shelf.models()
    choice = (None if folder is None else read_choice(folder)) or Choice()
    main = shelf.find(choice.model) if choice.model else bundled_model()
    canary = shelf.find(choice.canary) if choice.canary and choice.share else None
    for model in found:
        card = model.card
        uses = "in use" if model == main else f"on trial, {choice.share:.0%}" if model == canary else ""
        where = "bundled" if model.folder is None else card.file
        size = f"{card.size_bytes / 1000:.0f} kB"
        print(f"{card.identity:32} {uses:16} {size:>8}  {card.sha256[:12]}  {card.licence}  {where}")
    for trouble in troubles:
        warn(str(trouble))
    return BAD_INPUT if troubles else OK


def verify(
    names: list[str] | None = None, /, *, models: Folder = None, quick: Annotated[bool, Parameter(negative=())] = False
) -> int:
    """Check that models are what their cards say: the digest, what goes in and out, and what they hear in a clip.

    Parameters
    ----------
    names
        Such as chordwork-chord@0.3.0, or a version. Default: all of them, and the word tables.
    models
        Folder of your models. Default: CHORDWORK_MODELS.
    quick
        Leave the clip out.
    """
    from chordwork.engine import ModelShelf
    from chordwork.harmony.errors import ChordworkError

    shelf = ModelShelf(_folder(models))
    if names:
        chosen, failed = [shelf.find(name) for name in names], 0
    else:
        chosen, troubles = shelf.models()
        failed = len(troubles)
        for trouble in troubles:
            warn(str(trouble))
    for model in chosen:
        try:
            print(f"{model.card.identity:32} {_checked(model, quick=quick)}")
        except ChordworkError as error:
            failed += 1
            warn(f"{model.card.identity}: {error}")
    if not names:
        failed += _verify_tables()
    return BAD_INPUT if failed else OK


def use(
    name: str | None = None,
    /,
    *,
    models: Folder = None,
    canary: str | None = None,
    share: Annotated[float, Parameter(validator=validators.Number(gte=0, lte=1))] = 0.1,
    settings: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Choose the model of every server that reads this folder, running or not.

    Servers follow within two seconds. Streams under way keep their model; new ones take the new.
    The model is checked first. To go back, choose the one before.

    Parameters
    ----------
    name
        Such as chordwork-chord@0.3.0, or a version. Default: as chosen before.
    models
        Folder of your models, which the servers have as --models. Default: CHORDWORK_MODELS.
    canary
        A second model, that hears a share of new streams, to be compared in the figures of /metrics.
    share
        That share, from 0 to 1.
    settings
        Forget what was chosen here: servers go by their settings again.
    """
    from chordwork.cli.errors import CommandError
    from chordwork.engine import ModelShelf, bundled_model
    from chordwork.http.models.choice import Choice, read_choice, write_choice

    folder = _folder(models)
    if folder is None:
        raise CommandError(
            f"there is no folder to write the choice to: say --models DIR, or set {FOLDER_VARIABLE}, as for the server"
        )
    if settings:
        write_choice(folder, None)
        print("servers go by their settings again")
        return OK
    if name is None and canary is None:
        raise CommandError("say which model, or which --canary: chordwork models list shows what there is")
    shelf = ModelShelf(folder)
    before = read_choice(folder) or Choice()
    wanted = name or before.model
    main = shelf.find(wanted) if wanted else bundled_model()
    trial = None if canary is None else shelf.find(canary)
    for model in (main, trial):
        if model is not None:
            print(f"{model.card.identity:32} {_checked(model)}")
    choice = Choice(main.card.identity, "" if trial is None else trial.card.identity, 0.0 if trial is None else share)
    write_choice(folder, choice)
    said = f"new streams are heard by {choice.model}"
    print(said if trial is None else f"{said}, and {share:.0%} of them by {choice.canary}")
    return OK


def card(
    file: Path,
    /,
    *,
    licence: str,
    clips: Path | None = None,
    material: str = "",
) -> int:
    """Write the card of a model file of yours beside it: its digest, and what it hears in recordings.

    Parameters
    ----------
    file
        The model, ONNX.
    licence
        Of its weights, such as MIT.
    clips
        Folder of recordings (and folders of them) of the music that it will hear; what it says about them is what
        drift is measured against. Default: none, and drift cannot be measured.
    material
        What these recordings are, in a line.
    """
    from chordwork.analysis.model_cards.making import make_card
    from chordwork.cli.progress import progress_bar

    with progress_bar("hearing recordings", 1.0) as progress:
        made = make_card(file, licence, clips, material, progress=progress)
    target = file.with_suffix(".json")
    target.write_text(made.to_json(), encoding="utf-8")
    print(f"{target}: {made.identity}, sha256 {made.sha256[:12]}")
    if (reference := made.reference) is None:
        print("  no reference: drift cannot be measured (--clips DIR)")
        return OK
    most = reference.usual_bits
    print(f"  reference of {reference.distribution.finals} chords; a window needs {reference.needed_finals}; 95 of 100")
    print(f"  of the same material stay below {most[0]:.3f} bits (chords) and {most[1]:.3f} (confidence)")
    return OK


def _folder(given: Path | None) -> Path | None:
    return given if given is not None else Path(named) if (named := os.environ.get(FOLDER_VARIABLE)) else None


def _checked(model: ShelvedModel, *, quick: bool = False) -> str:
    """What was checked, in a line.

    Raises:
        ChordworkError: it is not what its card says.
    """
    from chordwork.analysis.model_cards.golden import agreement, golden_chords
    from chordwork.cli.errors import CommandError

    loaded = model.load()
    said = "digest and contract hold"
    golden = model.card.golden
    if quick or golden is None:
        return said if quick else f"{said}; its card names no clip to hear"
    share = agreement(golden, golden_chords(loaded, golden.clip))
    if share < golden.agreement:
        raise CommandError(
            f"the clip {golden.clip} is heard as the card says for {share:.1%} of its time only, "
            f"not {golden.agreement:.0%}"
        )
    return f"{said}; the clip {golden.clip} is heard as the card says ({share:.1%})"


def _verify_tables() -> int:
    from chordwork.harmony.errors import ChordworkError
    from chordwork.harmony.provenance import packaged

    failed = 0
    for package, file in (
        ("chordwork.music.songwriting.words", "words.npz"),
        ("chordwork.music.suggestions", "model.npz"),
    ):
        name = f"{package.removeprefix('chordwork.')}/{file}"
        try:
            packaged(package, file, file.replace(".npz", ".json"))
            print(f"{name:32} digest holds")
        except ChordworkError as error:
            failed += 1
            warn(f"{name}: {error}")
    return failed
