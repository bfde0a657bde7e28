from __future__ import annotations

import attrs
import pytest

from chordwork.http import Settings, SettingsError


def test_defaults_and_immutability() -> None:
    settings = Settings.from_environment({})
    assert settings == Settings()
    assert (settings.port, settings.max_sessions, settings.max_message_bytes) == (8765, 64, 1_048_576)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        settings.port = 1  # type: ignore[misc]


def test_from_the_environment() -> None:
    environment = {
        "CHORDWORK_PORT": "0",
        "CHORDWORK_STREAM_PORT": "8766",
        "CHORDWORK_IDLE_TIMEOUT_S": "2.5",
        "CHORDWORK_SEED_DIALECT": "off",
        "CHORDWORK_LOG_LEVEL": "debug",
        "CHORDWORK_API_KEY": "of a client",
        "CHORDWORK_SOUNDFONT": "of the band",
        "PATH": "/bin",
    }
    settings = Settings.from_environment(environment, host="::1", max_sessions=None)
    assert settings == Settings(
        port=0, stream_port=8766, idle_timeout_s=2.5, seed_dialect=False, log_level="debug", host="::1"
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "x", "CHORDWORK_PORT must be a whole number"),
        ("PORT", "70000", "CHORDWORK_PORT must be from 0 to 65535"),
        ("STREAM_PORT", "x", "CHORDWORK_STREAM_PORT must be a whole number"),
        ("STREAM_PORT", "-1", "CHORDWORK_STREAM_PORT must be from 0 to 65535"),
        ("HEARTBEAT_S", "often", "CHORDWORK_HEARTBEAT_S must be a number of seconds"),
        ("HEARTBEAT_S", "nan", "CHORDWORK_HEARTBEAT_S must be at least"),
        ("SEED_DIALECT", "maybe", "CHORDWORK_SEED_DIALECT must be on or off"),
        ("LOG_LEVEL", "loud", "CHORDWORK_LOG_LEVEL must be one of debug, info, warning, error"),
        ("MAX_SESSIONS", "0", "CHORDWORK_MAX_SESSIONS must be at least 1"),
        ("MAX_SESSION", "1", "CHORDWORK_MAX_SESSION is no setting"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as raised:
        Settings.from_environment({f"CHORDWORK_{name}": value})
    assert raised.value.code == "settings"
    assert len(raised.value.problems) == 1


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({"CHORDWORK_PORT": "x", "CHORDWORK_SEED_DIALECT": "x"})
    assert len(raised.value.problems) == 2
