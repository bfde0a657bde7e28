"""From a recording to a written chart, for server, command line and catalogue alike; no sockets.

Rooms, each of which imports only those before it:

* :mod:`~chordwork.analysis.decoding`: bytes of any format to blocks of samples
* :mod:`~chordwork.analysis.sources`: files, pipes, gzip and raw PCM to something that decodes
* :mod:`~chordwork.analysis.charts`: what a recogniser says to a chart with keys, beats and bars
* :mod:`~chordwork.analysis.forms`: a chart as text, JSON, CSV, ``.lab``, JAMS or a line of chords, and back
* :mod:`~chordwork.analysis.analyser`: all of it, for a program that has a file and a model

and beside them the bundled recordings (:mod:`~chordwork.analysis.clips`) and the cards of models
(:mod:`~chordwork.analysis.model_cards`).

The names that programs need stand here too, each imported when it is first asked for:

    with open_audio(Path("song.mp3")) as audio:
        print(render(analyser_of(load_model()).analyse(audio), "chords"))
"""

from typing import TYPE_CHECKING

from chordwork.harmony.on_demand import on_demand

if TYPE_CHECKING:
    from chordwork.analysis.analyser import Analyser as Analyser
    from chordwork.analysis.analyser import analyser_of as analyser_of
    from chordwork.analysis.charts.analysis import Analysis as Analysis
    from chordwork.analysis.charts.analysis import KeySpan as KeySpan
    from chordwork.analysis.charts.timeline import TimedChord as TimedChord
    from chordwork.analysis.clips.bundled import Clip as Clip
    from chordwork.analysis.clips.bundled import bundled_clips as bundled_clips
    from chordwork.analysis.errors import AnalysisError as AnalysisError
    from chordwork.analysis.errors import InputError as InputError
    from chordwork.analysis.forms.read_chart import ReadChart as ReadChart
    from chordwork.analysis.forms.reading import read_chart as read_chart
    from chordwork.analysis.forms.writing import render as render
    from chordwork.analysis.sources.audio_file import AudioFile as AudioFile
    from chordwork.analysis.sources.audio_file import open_audio as open_audio
    from chordwork.analysis.sources.audio_file import open_audio_stream as open_audio_stream
    from chordwork.analysis.sources.pcm import PcmFormat as PcmFormat
    from chordwork.analysis.warnings import AnalysisWarning as AnalysisWarning

__getattr__, __dir__, __all__ = on_demand(
    __name__,
    {
        "analyser": "Analyser analyser_of",
        "charts.analysis": "Analysis KeySpan",
        "charts.timeline": "TimedChord",
        "clips.bundled": "Clip bundled_clips",
        "errors": "AnalysisError InputError",
        "forms.read_chart": "ReadChart",
        "forms.reading": "read_chart",
        "forms.writing": "render",
        "sources.audio_file": "AudioFile open_audio open_audio_stream",
        "sources.pcm": "PcmFormat",
        "warnings": "AnalysisWarning",
    },
)
