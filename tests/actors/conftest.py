from __future__ import annotations

import pytest

from chordwork.actors.testing import ScriptedRecognizers


@pytest.fixture
def recognizers() -> ScriptedRecognizers:
    return ScriptedRecognizers()
