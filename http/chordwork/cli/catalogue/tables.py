"""The ledger as two Parquet tables: ``songs.parquet``, a row a song, and ``chords.parquet``, a row a chord."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from chordwork.analysis.forms.writing import printable
from chordwork.cli.catalogue.ledger import Entry
from chordwork.cli.catalogue.tasks import PARTIAL
from chordwork.cli.errors import CommandError, OutputError
from chordwork.harmony.extras import install_extra

SONGS: Final = "songs.parquet"
CHORDS: Final = "chords.parquet"
_SONGS_AT_ONCE: Final = 1000
"""Songs in a row group: what is held in memory at once."""
_OF_A_SONG: Final = ("duration", "sample_rate", "tier", "key", "key_confidence", "metre", "tuning_cents", "model")
_OF_A_CHORD: Final = ("start", "end", "label", "symbol", "confidence", "bar", "beat")


def require_parquet() -> None:
    """See that tables can be written, before hours of work.

    Raises:
        CommandError: the extra is not installed.
    """
    try:
        import pyarrow  # noqa: F401
    except ModuleNotFoundError:
        raise CommandError(f"a library's tables need an extra: {install_extra('catalogue')}") from None


def write_tables(out: Path, entries: Iterable[Entry]) -> None:
    """Write both tables anew, each by one rename.

    Raises:
        OutputError: the disk does not allow it.
    """
    import pyarrow
    from pyarrow import parquet

    kinds = _schemas()
    partial = {name: out / PARTIAL / name for name in kinds}
    rest = iter(entries)
    try:
        writers = {name: parquet.ParquetWriter(partial[name], schema, compression="zstd")
                   for name, schema in kinds.items()}  # fmt: skip
        try:
            while some := list(islice(rest, _SONGS_AT_ONCE)):
                for name, rows in ((SONGS, map(_song_row, some)), (CHORDS, _chord_rows(some))):
                    writers[name].write_table(pyarrow.Table.from_pylist(list(rows), schema=kinds[name]))
        finally:
            for writer in writers.values():
                writer.close()
        for name, path in partial.items():
            os.replace(path, out / name)
    except OSError as error:
        raise OutputError(str(out), f"the tables cannot be written ({error}): make room and run it again") from error


def _schemas() -> dict[str, Any]:
    import pyarrow as pa

    number, text = pa.float64(), pa.string()
    songs = {
        "path": text, "error": text, "duration": number, "sample_rate": pa.int32(), "tier": text, "key": text,
        "key_confidence": number, "tempo_bpm": number, "tempo_confidence": number, "metre": text,
        "tuning_cents": number, "model": text, "chords": pa.int32(), "warnings": pa.list_(text),
    }  # fmt: skip
    chords = {
        "path": text, "start": number, "end": number, "label": text, "symbol": text, "confidence": pa.float32(),
        "bar": pa.int32(), "beat": number,
    }  # fmt: skip
    return {SONGS: pa.schema(list(songs.items())), CHORDS: pa.schema(list(chords.items()))}


def _song_row(entry: Entry) -> dict[str, Any]:
    told = entry.document or {}
    tempo = told.get("tempo") or {}
    return {
        "path": printable(entry.path),
        "error": entry.error,
        **{name: told.get(name) for name in _OF_A_SONG},
        "tempo_bpm": tempo.get("bpm"),
        "tempo_confidence": tempo.get("confidence"),
        "chords": len(told["chords"]) if told else None,
        "warnings": [warning["code"] for warning in told.get("warnings", ())],
    }


def _chord_rows(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        if entry.document is not None:
            for chord in entry.document["chords"]:
                yield {"path": printable(entry.path), **{name: chord[name] for name in _OF_A_CHORD}}
