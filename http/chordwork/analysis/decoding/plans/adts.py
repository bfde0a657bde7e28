"""AAC in ADTS frames: a stream that says nothing of its length, and may be joined or damaged like an MP3."""

from __future__ import annotations

from functools import partial

from chordwork.analysis.decoding.containers.frame_headers import adts_header
from chordwork.analysis.decoding.containers.frames import lost_frames, scan
from chordwork.analysis.decoding.containers.store import Spliced, Store
from chordwork.analysis.decoding.decoders.media import open_media
from chordwork.analysis.decoding.decoders.sounds import Part, Plan
from chordwork.analysis.decoding.warnings import damaged


def plan_adts(store: Store, start: int) -> Plan | None:
    """A plan for the frames from here on; None if there are none."""
    found = scan(store, start, store.size, adts_header)
    plan = Plan([], expected_s=0.0, cut="in the middle of a frame" if found.cut else "")
    at_s = 0.0
    for number, run in enumerate(found.runs):
        frame_s = run.first.samples / run.first.rate_hz
        if number and run.lost_bytes:
            lost_s = lost_frames(found.runs, number) * frame_s
            plan.warnings.append(damaged(at_s, at_s + lost_s))
            at_s += lost_s
        file = Spliced(store, [(run.offsets[0], run.end - run.offsets[0])])
        plan.parts.append(Part(partial(open_media, file, "aac", "AAC (ADTS)"), at_s=at_s))
        at_s += len(run.offsets) * frame_s
    plan.expected_s = at_s
    return plan if plan.parts else None
