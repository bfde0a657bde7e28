"""From a recording to a written chart, for server, command line and catalogue alike; no sockets.

Rooms, each of which imports only those before it:

* :mod:`~chordwork.analysis.decoding`: bytes of any format to blocks of samples
* :mod:`~chordwork.analysis.sources`: files, pipes, gzip and raw PCM to something that decodes
* :mod:`~chordwork.analysis.charts`: what a recogniser says to a chart with keys, beats and bars
* :mod:`~chordwork.analysis.forms`: a chart as text, JSON, CSV, ``.lab``, JAMS or a line of chords, and back
* :mod:`~chordwork.analysis.analyser`: all of it, for a program that has a file and a model

and beside them the bundled recordings (:mod:`~chordwork.analysis.clips`) and the cards of models
(:mod:`~chordwork.analysis.model_cards`).
"""
