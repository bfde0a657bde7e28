"""What is written down of a recording, for REST and command line alike: pure functions and values, no sockets.

Final chords become a chart here: slivers joined (:mod:`tidying`), beats counted into bars (:mod:`pulse`, :mod:`bars`),
the key of the whole and its changes, warnings (:mod:`warnings`), and the forms of it all (:mod:`formats`).
"""
