"""How well the recogniser hears: the whole product path on rendered material that nobody trains on.

Every clip goes through :class:`~chordwork.engine.Recognizer` in chunks of 20 ms; the untrained template baseline hears
the same audio through the same path, and every score stands beside its score. Half ``a`` of the clips is for choosing
between models, half ``b`` for final figures only. Definitions, with units:

=====================  ====================================================================================
final, live            the decided timeline; what stood on the display, changes counted from the end of the chunk that
                       brought them
live +250 ms           after each change of the reference, the chord before it is accepted for 250 ms as well; what is
                       compared (the seconds) stays the same (:func:`evaluation.scoring.score`)
--sounding             where the reference is N, nothing is compared: what a program is worth that never says N
root … sevenths        mir_eval's comparisons, weighted by duration
onset to right name    from the start of a chord with a new root or triad type until the display first has both;
                       quantiles over those found, and the share never found (:mod:`evaluation.timing`)
needless changes       displayed changes beyond one a reference segment, a segment
chord's end to final   from the end of a final chord until it was said
bass right             of the seconds whose chord is right (majmin, bass aside), those whose bass is right
false chords           stretches with one label other than N, on clips without chords
phone                  :mod:`evaluation.phone`; the loss is paired, clip by clip
key                    last key heard against the clip's longest key, MIREX weights
tuning                 error of the estimate 5 s after the first chord began, on detuned clips
confidence             :mod:`evaluation.calibration`
=====================  ====================================================================================

Intervals are 95 % bootstrap intervals over clips.
"""

from __future__ import annotations

from bench.accuracy.command import add_options, run

__all__ = ["add_options", "run"]
