"""Where models stand: those of the package, and those in a folder of the operator's; each with its card."""

from __future__ import annotations

import errno
import stat
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import attrs

from chordwork.engine._card import IDENTITY_SIGN, ModelCard
from chordwork.engine._model import AcousticModel, ModelError
from chordwork.engine._parts import Features
from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.provenance import MAX_CARD_BYTES, REINSTALL, CardError, check_digest

BUNDLED_CARD: Final = "chord.json"
MAX_MODEL_BYTES: Final = 256 << 20
MAX_CARDS: Final = 100
"""Cards read of one folder."""


class UnknownModel(ChordworkError):
    """No model of that name and version stands here.

    Attributes:
        wanted: what was asked for.
        known: names and versions of those that do.
    """

    code = "unknown_model"

    def __init__(self, wanted: str, known: tuple[str, ...], why: str = "there is no model") -> None:
        super().__init__(f"{why} {wanted[:80]!r} here; there are {', '.join(known) or 'none'}")
        self.wanted = wanted
        self.known = known


@attrs.frozen
class ShelvedModel:
    """A model that can be loaded.

    Attributes:
        card: who it is.
        folder: where it lies; None: in the package.
    """

    card: ModelCard
    folder: Path | None = None

    def read(self) -> bytes:
        """The file, after its digest was checked.

        Raises:
            ModelError: it is missing or far too large.
            DigestError: it is not the file that the card names.
        """
        if self.folder is None:
            what, remedy = f"the bundled model {self.card.file}", REINSTALL
        else:
            what = str(self.folder / self.card.file)
            remedy = "put the right file back, or write its card anew with chordwork models card FILE"
        try:
            if self.folder is None:
                data = resources.files("chordwork.engine.models").joinpath(self.card.file).read_bytes()
            else:
                data = _bounded(self.folder / self.card.file, MAX_MODEL_BYTES)
        except OSError as error:
            raise ModelError(f"{what} cannot be read ({error.strerror or error}): {remedy}") from error
        check_digest(data, self.card.sha256, what, remedy=remedy)
        return data

    def load(self, features: Features | None = None) -> AcousticModel:
        """The model. Its digest is checked before onnxruntime sees a byte of it.

        Args:
            features: those it was trained on; None: the built-in ones.

        Raises:
            DigestError: the file is not the one that the card names.
            ModelContractError: it does not keep to the contract of docs/models.md.
            ModelError: it is missing, or onnxruntime cannot read it, or it is another one than its card says.
        """
        model = AcousticModel(self.read(), features)
        inputs, outputs = model.shapes
        said = (model.info.identity, model.info.feature_version, inputs, outputs)
        contract = self.card.contract
        if said != (self.card.identity, contract.features, contract.inputs, contract.outputs):
            raise ModelError(
                f"{self.card.file} calls itself {model.info.identity} on features {model.info.feature_version}, and "
                f"its card says {self.card.identity} on {contract.features}, or other shapes: "
                "write its card anew with chordwork models card FILE"
            )
        return model


class ModelShelf:
    """The models of the package, and those whose cards lie in a folder. Reads the folder anew each time.

    Args:
        folder: of the operator's; None for none.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder: Final = folder

    def models(self) -> tuple[list[ShelvedModel], list[CardError]]:
        """All that can be found, those of the package first, and what is wrong with the cards of others.

        Raises:
            CardError: the card of the package, or the folder, cannot be read.
        """
        found, troubles = [bundled_model()], list[CardError]()
        if self.folder is None:
            return found, troubles
        try:
            cards = sorted(path for path in self.folder.iterdir() if path.suffix == ".json")[:MAX_CARDS]
        except OSError as error:
            raise CardError(f"the folder of models {self.folder} cannot be read: {error.strerror}") from error
        for path in cards:
            if not path.with_suffix(".onnx").exists():
                continue  # it is about something else
            try:
                shelved = ShelvedModel(ModelCard.parse(_bounded(path, MAX_CARD_BYTES), path.name), self.folder)
            except OSError as error:
                troubles.append(CardError(f"{path.name} cannot be read: {error.strerror or error}"))
            except CardError as error:
                troubles.append(error)
            else:
                if any(shelved.card.identity == other.card.identity for other in found):
                    troubles.append(
                        CardError(f"{path.name}: {shelved.card.identity} is there twice: give it a version")
                    )
                else:
                    found.append(shelved)
        return found, troubles

    def find(self, wanted: str) -> ShelvedModel:
        """The model of that ``NAME@VERSION``, or the only one of that name, or of that version.

        Raises:
            UnknownModel: there is none, or there are several.
            CardError: as :meth:`models`.
        """
        models = self.models()[0]
        known = tuple(model.card.identity for model in models)
        if IDENTITY_SIGN in wanted:
            fitting = [model for model in models if model.card.identity == wanted]
        else:
            fitting = [model for model in models if wanted in (model.card.name, model.card.version)]
        if len(fitting) > 1:
            raise UnknownModel(wanted, known, "more than one model is called")
        if not fitting:
            raise UnknownModel(wanted, known)
        return fitting[0]


def bundled_model() -> ShelvedModel:
    """The model that comes with Chordwork.

    Raises:
        ModelError: the package was installed without its card.
        CardError: the card cannot be read.
    """
    try:
        text = resources.files("chordwork.engine.models").joinpath(BUNDLED_CARD).read_bytes()
    except (OSError, ModuleNotFoundError) as error:
        raise ModelError(f"the card of the bundled chord model is missing: {REINSTALL}") from error
    return ShelvedModel(ModelCard.parse(text, BUNDLED_CARD))


@cache
def load_model() -> AcousticModel:
    """The bundled model, loaded once per process.

    Raises:
        ModelError: the package was installed without its model.
        DigestError: the model is not the one that its card names.
    """
    return bundled_model().load()


def _bounded(path: Path, most_bytes: int) -> bytes:
    """A plain file, read whole; anything else might block, or never end."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is no plain file")
    if status.st_size > most_bytes:
        raise OSError(errno.EFBIG, f"it is larger than {most_bytes} bytes")
    return path.read_bytes()
