"""Guitar Pro 3, 4 and 5 (:mod:`gp5`), 6, 7 and 8 (:mod:`gp`): both are read into :mod:`pieces`, those into songs."""
