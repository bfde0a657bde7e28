"""Guitar Pro: 3, 4 and 5 (:mod:`gp5`), 6, 7 and 8 (:mod:`gp`). Both are read into :mod:`pieces`, and those into songs."""
