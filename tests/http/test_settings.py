from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from chordwork.http import Settings, SettingsError
from chordwork.http.security.advice import advice_on


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


@pytest.mark.parametrize("url", ["redis://:secret@a/0", "redis://u:secret@a", "redis://a/0?password=secret"])
def test_a_password_does_not_belong_on_the_command_line(url: str) -> None:
    with pytest.raises(SettingsError, match="CHORDWORK_REDIS_URL") as raised:
        Settings.from_environment({}, redis_url=url)
    assert "secret" not in str(raised.value)
    assert Settings.from_environment({"CHORDWORK_REDIS_URL": url}).redis_url == url
    assert Settings.from_environment({}, redis_url="redis://a/0").redis_url == "redis://a/0"


def test_the_url_of_the_store_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("redis://:secret@a/0\n")
    settings = Settings.from_environment({}, redis_url_file=str(file))
    assert settings.redis_url == "redis://:secret@a/0"
    assert "secret" not in repr(settings)
    for text in ("", "two words", "x" * 5000):
        file.write_text(text)
        with pytest.raises(SettingsError, match="must hold one URL"):
            Settings.from_environment({"CHORDWORK_REDIS_URL_FILE": str(file)})
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        Settings.from_environment({}, redis_url_file=str(tmp_path / "none"))
    with pytest.raises(SettingsError, match="not both"):
        Settings.from_environment({"CHORDWORK_REDIS_URL": "redis://a"}, redis_url_file=str(file))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, []),
        ({"host": "0.0.0.0"}, ["there are no API keys"]),
        ({"host": "192.168.1.20"}, ["there are no API keys"]),
        ({"host": "0.0.0.0", "api_keys_file": "keys"}, []),
        ({"root_path": "/music"}, ["a proxy seems to be in front"]),
        ({"allowed_hosts": "music.example"}, ["a proxy seems to be in front"]),
        ({"allowed_hosts": "music.example", "trusted_proxies": "127.0.0.1"}, []),
        ({"allowed_hosts": "*", "trusted_proxies": "127.0.0.1"}, ["takes every name"]),
        ({"host": "localhost"}, []),
    ],
)
def test_advice_before_strangers_find_out(options: dict[str, str], said: list[str]) -> None:
    advice = list(advice_on(Settings(**options)))  # type: ignore[arg-type]
    assert len(advice) == len(said)
    assert all(part in text for part, text in zip(said, advice, strict=True))


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_environment({"CHORDWORK_PORT": "x", "CHORDWORK_SEED_DIALECT": "x"})
    assert len(raised.value.problems) == 2
