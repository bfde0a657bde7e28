"""Recordings that ``cat`` joined, in formats whose decoders stop at the end of the first.

MP3, ADTS, AC-3, Ogg, FLAC, WAV, Matroska and transport streams are not here: their own decoders go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import attrs

from chordwork.analysis.decoding.containers.sniffing import Container
from chordwork.analysis.decoding.containers.store import BLOCK_BYTES, Store
from chordwork.analysis.decoding.decoders.sounds import Part, Plan
from chordwork.analysis.decoding.warnings import DAMAGED_AUDIO
from chordwork.analysis.warnings import AnalysisWarning

MAX_JOINED: Final = 200
"""More beginnings than this are no recordings."""
ROUNDED_S: Final = 0.1
"""By which a file may promise more than it holds: encoders fill up their last block."""
_LONGEST: Final = 64
"""Bytes that a beginning takes at most."""
_ASF_HEADER: Final = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")


def _any_of(values: Iterable[int]) -> bytes:
    return b"[" + b"".join(b"\\x%02x" % value for value in values) + b"]"


_BEGINNINGS: Final = {
    "mov": rb"\0\0\0[\x0c-\x80]ftyp[\x20-\x7e]{4}",
    "asf": re.escape(_ASF_HEADER),
    "aiff": rb"FORM.{4}AIF[FC]",
    "au": rb"\.snd\0\0[\0-\x10].{5}\0\0\0[\x01-\x1b]\0",
    "caf": rb"caff\0\x01\0[\0\x01]desc",
    "w64": rb"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0.{8}wave",
    "wv": rb"wvpk.{4}[\x02-\x10]\x04.{6}\0{4}.{4}." + _any_of(value for value in range(256) if value & 8),
    "tta": rb"TTA1[\x01-\x03]\0[\x01-\x08]\0[\x08-\x20]\0",
    "flv": rb"FLV\x01[\x01\x04\x05]\0\0\0\x09\0{4}",
    "avi": rb"RIFF.{4}AVI LIST",
    "amr": rb"#!AMR(?:-WB)?\n",
    "dsf": rb"DSD \x1c\0{7}",
}
"""By FFmpeg's name of the format; each long enough to stand nowhere by chance."""


def files_in(store: Store, container: Container, start: int) -> list[tuple[int, int]]:
    """Where the recordings in a file begin and end; one, unless several were joined."""
    beginning = _BEGINNINGS.get(container.demuxer)
    if beginning is None:
        return [(start, store.size)]
    pattern = re.compile(beginning, re.DOTALL)
    starts = [start]
    position = start + 1
    while position < store.size:
        block = store.read(position, BLOCK_BYTES)
        starts += [position + found.start() for found in pattern.finditer(block)]
        position += max(1, len(block) - _LONGEST) if position + len(block) < store.size else len(block)
        if len(starts) > 2 * MAX_JOINED:
            return [(start, store.size)]
    each = sorted(set(starts))
    return list(zip(each, [*each[1:], store.size], strict=True)) if len(each) <= MAX_JOINED else [(start, store.size)]


def one_behind_the_other(plans: list[Plan | str]) -> Plan:
    """One plan of several; in the place of one that cannot be heard, the reason."""
    parts: list[Part] = []
    warnings: list[AnalysisWarning] = []
    passed_s = promised_s = 0.0
    cut, known = "", True
    for plan in plans:
        if isinstance(plan, str):
            warnings.append(_left_out(passed_s, plan))
            continue
        parts += [part if part.at_s is None else attrs.evolve(part, at_s=part.at_s + passed_s) for part in plan.parts]
        warnings += [
            attrs.evolve(said, at=None if said.at is None else round(said.at + passed_s, 3)) for said in plan.warnings
        ]
        lasts_s = plan.expected_s if plan.expected_s is not None else plan.promised_s
        known = known and lasts_s is not None
        passed_s += lasts_s or 0.0
        promised_s += plan.promised_s if plan.promised_s is not None else lasts_s or 0.0
        cut = plan.cut
    return Plan(
        parts,
        expected_s=passed_s if known else None,
        promised_s=promised_s if known else None,
        slack_s=ROUNDED_S * (len(plans) - 1),
        cut=cut,
        warnings=warnings,
    )


def _left_out(at_s: float, reason: str) -> AnalysisWarning:
    return AnalysisWarning(
        DAMAGED_AUDIO,
        f"at {at_s:.1f} s another recording is joined on that cannot be read ({reason}); it was left out",
        round(at_s, 3),
    )
