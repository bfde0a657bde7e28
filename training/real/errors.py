"""What can go wrong where the real set is made; the message says what to do."""

from __future__ import annotations

from chordwork.harmony import ChordworkError


class RealSetError(ChordworkError, code="real_set"):
    """The real set cannot be made as asked."""


class ManifestError(RealSetError, code="real_set_manifest"):
    """A row of the manifest contradicts itself or another."""


class PackageError(RealSetError, code="real_set_package"):
    """A package, or a file of one, cannot be had, or is another than the one that the manifest means."""


class LabelsError(RealSetError, code="real_set_labels"):
    """A labeller's labels are damaged, or those that it should have written are not there."""
