"""What can go wrong with an engine or one of its sessions.

ChordworkError
├── EngineRefusal                  no session was opened
│   ├── EngineFull                 code: "engine_full"
│   ├── EngineOverloaded           code: "engine_overloaded"
│   └── EngineDraining             code: "engine_draining"
├── LoopOccupied                   code: "loop_occupied"       trio runs in this thread already
└── SessionEnded                   an open session came to its end
    ├── SessionClosed              code: "session_closed"      by its owner or by the engine
    ├── SessionCrashed             code: "session_crashed"     its recogniser failed; see ``__cause__``
    └── ReaderTooSlow              code: "reader_too_slow"     too many final chords waited to be read
"""

from __future__ import annotations

from chordwork.harmony.errors import ChordworkError


class EngineRefusal(ChordworkError):
    """The engine opened no session; nothing has to be cleaned up."""

    code = "engine_refusal"


class EngineFull(EngineRefusal):
    """As many sessions are open as the engine allows.

    Attributes:
        max_sessions: the limit.
    """

    code = "engine_full"

    def __init__(self, max_sessions: int) -> None:
        super().__init__(f"all {max_sessions} sessions are in use: try again later")
        self.max_sessions = max_sessions


class EngineOverloaded(EngineRefusal):
    """One more session would make all of them late.

    Attributes:
        load: share of the time that the loop is busy, with the sessions just let in.
        max_load: the limit.
    """

    code = "engine_overloaded"

    def __init__(self, load: float, max_load: float) -> None:
        super().__init__(f"the engine is {load:.0%} busy, and takes sessions up to {max_load:.0%}: try again later")
        self.load = load
        self.max_load = max_load


class EngineDraining(EngineRefusal):
    """The engine is shutting down and takes no new sessions."""

    code = "engine_draining"

    def __init__(self) -> None:
        super().__init__("the engine is shutting down: connect again in a moment")


class LoopOccupied(ChordworkError):
    """An asyncio loop cannot carry an engine: trio already runs in its thread, by other means, or for another loop."""

    code = "loop_occupied"

    def __init__(self) -> None:
        super().__init__(
            "trio runs in this thread already: open the engine in the loop that is there (chordwork.actors on trio), "
            "or in a thread of its own (chordwork.actors.threads)"
        )


class SessionEnded(ChordworkError):
    """The session is over; it takes no audio and says nothing more.

    Attributes:
        session_id: which one.
    """

    code = "session_ended"

    def __init__(self, session_id: str, message: str) -> None:
        super().__init__(message)
        self.session_id = session_id


class SessionClosed(SessionEnded):
    """Used after :meth:`Session.finish`, after its ``async with`` block, or after the engine stopped."""

    code = "session_closed"

    def __init__(self, session_id: str) -> None:
        super().__init__(session_id, f"session {session_id} takes no more audio")


class SessionCrashed(SessionEnded):
    """The recogniser of this session failed. Other sessions go on; the failure is in ``__cause__`` and in the log."""

    code = "session_crashed"

    def __init__(self, session_id: str) -> None:
        super().__init__(session_id, f"recognition failed in session {session_id}: open a new session")


class ReaderTooSlow(SessionEnded):
    """More final chords waited to be read than the stated bound; they are never dropped, so the session had to end.

    Attributes:
        max_pending_finals: the bound.
    """

    code = "reader_too_slow"

    def __init__(self, session_id: str, max_pending_finals: int) -> None:
        super().__init__(
            session_id, f"more than {max_pending_finals} final chords wait to be read in session {session_id}"
        )
        self.max_pending_finals = max_pending_finals
