"""An open benchmark for live harmony: ``python -m bench open [--quick|--full] [--only NAME,…] [--json FILE]``.

Nothing public measures how well a program names chords *while* they sound. This does, for Chordwork and for every peer
whose environment ``python -m bench peers setup`` made, through one interface and on the same clips:

* **corpus** (:mod:`~bench.open.corpus`): pieces rendered by seed from what stands in this repository with soundfonts
  that Chordwork was not trained on, the recordings of ``chordwork demo``, sound without chords; and, where the data
  pack lies, its real excerpt. Half *a* is for choosing, *b*, the default, for figures.
* **conditions** (:mod:`~bench.open.conditions`): clean, by phone, in noise, in a room, mistuned, at 8 kHz, coded.
* **programs** (:mod:`~bench.open.programs`): each in a process and an environment of its own, on one thread.
* **measures** (:mod:`~bench.open.measure`): root, thirds, majmin, sevenths of the final tier and of what is displayed
  live, strictly and with 100, 250, 500 ms allowed; how soon the right name comes; needless changes; false chords;
  whether confidence is true; CPU, memory, cold start. Intervals are 95 % bootstrap intervals over clips, differences
  are paired.

What a program said of a clip is kept, so a run that was stopped goes on; nothing is measured twice until program,
model or clip change. Each clip is heard clean by everybody before any condition begins, and the most telling three of
them come next: what ``--minutes`` cut off is missing for everybody alike, more or less.
``python -m bench.open.page`` makes ``docs/benchmark.md`` of the result; ``python -m bench compare`` compares two.
"""

from __future__ import annotations

from bench.open.command import add_options, run

__all__ = ["add_options", "run"]
