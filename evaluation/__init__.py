"""How well a recogniser hears, and what that is measured with.

``training`` and ``bench`` share it, and neither imports the other; the product imports none of the three.

:mod:`~evaluation.clips` reads rendered clips, and :mod:`~evaluation.listening` takes audio through the whole product
path. What it said is compared with a reference by :mod:`~evaluation.scoring`, :mod:`~evaluation.naming`,
:mod:`~evaluation.timing` and :mod:`~evaluation.beats`; how sure a figure is, say :mod:`~evaluation.resampling` and
:mod:`~evaluation.calibration`. :mod:`~evaluation.templates` is the baseline. :mod:`~evaluation.sampler` plays recorded
notes; :mod:`~evaluation.rooms` and :mod:`~evaluation.phone` record them badly.
"""
