"""The live picture: a pure state that takes messages, and renderers that draw it."""

from chordwork.http.cli.view.render import render
from chordwork.http.cli.view.screen import PlainScreen, Screen, TerminalScreen, open_screen
from chordwork.http.cli.view.state import Span, ViewState

__all__ = ["PlainScreen", "Screen", "Span", "TerminalScreen", "ViewState", "open_screen", "render"]
