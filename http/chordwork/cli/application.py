"""What the program can do: its commands, in the words of ``--help``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cyclopts import App

_COMMANDS: Final = "chordwork.cli.commands"
_MUSIC: Final = {
    "parse": "Read chords: their notes, numerals and key.",
    "suggest": "Say which chords could come next, and why.",
    "tabs": "Write a playable tab for your instrument.",
    "accompany": "Let a band play your chords.",
    "write": "Plan a song about something.",
    "practice": "Check a chord that you played.",
    "convert": "Read charts in any format, and write them in another.",
}
_MODELS: Final = {
    "list": "Show the models that there are, and which one is used.",
    "verify": "Check that models are what their cards say.",
    "use": "Choose the model of a server, also while it runs; try a second one.",
    "card": "Write the card of a model of yours.",
}


def build_app() -> App:
    """The cyclopts application. Commands are import strings, so that ``--help`` stays quick."""
    from cyclopts import App

    from chordwork.cli.examples import EXAMPLES

    app = App(
        name="chordwork",
        help="Hear chords while they ring, and make music of them: tabs, suggestions, a backing band.",
        version=version,
        suppress_keyboard_interrupt=False,
        result_action="return_value",
    )
    app.command(f"{_COMMANDS}.demo:demo", name="demo", help="Watch it hear two bundled recordings, and see the score.")
    app.command(f"{_COMMANDS}.listen:listen", name="listen", help="Name the chords that the microphone hears.")
    app.command(f"{_COMMANDS}.analyze:analyze", name="analyze", help="Write down the chords of audio files.")
    for name, summary in _MUSIC.items():
        app.command(
            f"{_COMMANDS}.{name}:{name}",
            name=name,
            help=summary,
            help_format="plaintext",
            help_epilogue="Examples\n\n" + "\n".join(f"  {line}" for line in EXAMPLES[name]),
        )
    app.command(f"{_COMMANDS}.serve:serve", name="serve", help="Run the server: audio in, chords out over WebSocket.")
    models = App(name="models", help="Show, check and choose the acoustic models of a server.")
    for name, summary in _MODELS.items():
        models.command(f"{_COMMANDS}.models:{'list_models' if name == 'list' else name}", name=name, help=summary)
    app.command(models)
    app.command(f"{_COMMANDS}.api_key:api_key", name="api-key", help="Make an API key for a server.")
    app.command(f"{_COMMANDS}.api_key:key", name="key", show=False, help="The older name of api-key.")
    app.command(
        f"{_COMMANDS}.doctor:doctor", name="doctor", help="Say what works here, what is missing, and what to do."
    )
    app.command(
        f"{_COMMANDS}.completion:completion", name="completion", help="Print what makes a shell complete commands."
    )
    app.command(f"{_COMMANDS}.version:version", name="version", help="Print the versions that matter in a bug report.")
    return app


def version() -> str:
    """Of this Chordwork."""
    from chordwork.harmony.version import VERSION

    return VERSION
