"""A window that follows: the chord in large letters, the key, and the last half minute as a timeline.

pip install PySide6-Essentials==6.11.1
python examples/qt_window.py                                   # the microphone
python examples/qt_window.py --file song.wav --picture window.png

The engine lives in threads of its own (chordwork.actors.threads), one more thread takes its events, and Qt carries each
as a signal into the window's.
"""

from __future__ import annotations

import sys
from typing import NamedTuple

from listening import listen, options
from PySide6.QtCore import QRectF, Qt, QThread, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from chordwork.actors.threads import EndOfChannel, open_engine
from chordwork.engine import ChordEvent, KeyEvent
from chordwork.engine.events import LevelEvent

SHOWN_S = 30.0
LOOK_S = 0.2
"""How often the thread that listens asks whether it is to end."""


class Listening(QThread):
    """Hears the microphone or a file, and says what it hears."""

    heard = Signal(object)

    def __init__(self, file: str | None, speed: float) -> None:
        """Ready; ``start()`` begins, ``stop()`` ends."""
        super().__init__()
        self._file, self._speed = file, speed

    def run(self) -> None:
        """In the thread."""
        with (
            listen(self._file, self._speed) as (ring, sample_rate),
            open_engine() as engine,
            engine.open_session(sample_rate=sample_rate) as session,
            session.pouring(ring),
        ):
            while not self.isInterruptionRequested():
                try:
                    self.heard.emit(session.receive(timeout_s=LOOK_S).event)
                except TimeoutError:
                    continue
                except EndOfChannel:  # the file is over
                    return

    def stop(self) -> None:
        """End, and wait until the microphone is free."""
        self.requestInterruption()
        self.wait()


class Box(NamedTuple):
    """A chord of the timeline, in seconds; ``end`` is None while it rings."""

    start: float
    end: float | None
    name: str
    root: int


class Timeline(QWidget):
    """The last chords, the newest at the right."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.setMinimumHeight(60)
        self.boxes: list[Box] = []
        self.now = 0.0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """As Qt asks for it."""
        painter = QPainter(self)
        begin, scale = max(0.0, self.now - SHOWN_S), self.width() / SHOWN_S
        for box in self.boxes:
            end = self.now if box.end is None else box.end
            place = QRectF((box.start - begin) * scale, 4, (end - box.start) * scale - 1, self.height() - 8)
            if place.right() < 0 or box.root < 0:
                continue
            rings = box.end is None
            painter.fillRect(place, QColor.fromHsv(box.root * 7 % 12 * 30, 90 if rings else 60, 235))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, box.name)


class Window(QWidget):
    """Shows what it is told."""

    def __init__(self) -> None:
        """Nothing is heard yet."""
        super().__init__()
        self.setWindowTitle("Chordwork")
        self.resize(640, 320)
        self.chord, self.key, self.timeline = QLabel("–"), QLabel(" "), Timeline()
        self.chord.setFont(QFont(self.font().family(), 72, QFont.Weight.Bold))
        for label in (self.chord, self.key):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.addWidget(self.chord, stretch=3)
        column.addWidget(self.key)
        column.addWidget(self.timeline, stretch=1)
        self._final: list[Box] = []

    def show_event(self, event: object) -> None:
        """Take an event of the engine, in the window's thread."""
        if isinstance(event, KeyEvent):
            self.key.setText(event.name)
        elif isinstance(event, LevelEvent):
            self.timeline.now = event.at
        elif isinstance(event, ChordEvent):
            box = Box(event.start, event.end, event.chord.symbol, event.chord.root)
            self.timeline.now = max(self.timeline.now, event.at)
            if event.status == "final":
                self._final = [*self._final[-40:], box]
                rings = [each for each in self.timeline.boxes if each.end is None and each.start >= event.start]
                self.timeline.boxes = [*self._final, *rings]
            else:
                self.chord.setText(event.chord.symbol if event.chord.is_chord else "–")
                self.timeline.boxes = [*self._final, box]
        self.timeline.update()


def main() -> int:
    """Show the window until it is closed."""
    parser = options(__doc__)
    parser.add_argument("--picture", metavar="PNG", help="when the file is over, save how the window looks, and end")
    told = parser.parse_args()
    app = QApplication(sys.argv[:1])
    window = Window()
    listening = Listening(told.file, told.speed)
    listening.heard.connect(window.show_event)
    if told.picture:

        def take() -> None:
            window.grab().save(told.picture)
            app.quit()

        listening.finished.connect(take)
    app.aboutToQuit.connect(listening.stop)
    window.show()
    listening.start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
