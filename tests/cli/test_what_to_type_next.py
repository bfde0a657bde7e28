"""Every refusal of the command line says what to type next, in the words of who typed."""

from __future__ import annotations

import pytest

from chordwork.cli import main
from chordwork.cli.application import build_app
from chordwork.cli.usage import COMMANDS
from chordwork.http.settings import Settings, SettingsError


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tabz", "C G", "--capo", "2"], 'did you mean chordwork tabs "C G" --capo 2'),
        (["analyse", "song.wav"], "did you mean chordwork analyze song.wav"),
        (["Serve"], "did you mean chordwork serve"),
        (["apikey", "studio"], "did you mean chordwork api-key studio"),
        (["xyzzy"], "there are demo, listen, analyze"),
        (["suggest", "C G", "--genre", "polka"], "genre must be one of pop, rock"),
        (["suggest", "C G", "--mood", "odd"], "mood must be one of happy"),
        (["tabs", "C", "--capo", "high"], "--capo must be a whole number or easy, not 'high'"),
        (["accompany", "C", "--tempo", "fast"], "--tempo must be a number, not 'fast'"),
        (["serve", "--max-sessions", "banana"], "--max-sessions must be a whole number, not 'banana'"),
        (["serve", "--port", "99999"], "--port must be from 0 to 65535"),
        (["serve", "--nosuch"], "see: chordwork serve --help"),
        (["analyze"], "see: chordwork analyze --help"),
        (["api-key", "a b"], "chordwork api-key studio"),
    ],
)
def test_what_to_type_next(arguments: list[str], said: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert said in capfd.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MAX_SESSIONS", "banana", "CHORDWORK_MAX_SESSIONS must be a whole number, not 'banana'"),
        ("MAX_SESSIONS", "0", "CHORDWORK_MAX_SESSIONS must be at least 1"),
        ("HEARTBEAT_S", "often", "CHORDWORK_HEARTBEAT_S must be a number of seconds"),
        ("SEED_DIALECT", "maybe", "CHORDWORK_SEED_DIALECT must be on or off"),
        ("LOG_LEVEL", "loud", "CHORDWORK_LOG_LEVEL must be one of debug"),
        ("TRUSTED_PROXIES", "me", "CHORDWORK_TRUSTED_PROXIES: 'me'"),
        ("ROOT_PATH", "music", "CHORDWORK_ROOT_PATH: 'music' is no path"),
        ("MAX_SESSION", "3", "did you mean CHORDWORK_MAX_SESSIONS?"),
        ("XYZZY", "3", "CHORDWORK_XYZZY is no setting (see: chordwork serve --help)"),
    ],
)
def test_variables_are_called_as_they_were_set(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({f"CHORDWORK_{name}": value})
    assert said in str(refused.value)


def test_options_win_and_are_called_as_they_were_given() -> None:
    with pytest.raises(SettingsError, match="--port must be"):
        Settings.from_environment({"CHORDWORK_PORT": "1"}, port=-1)


def test_help_of_the_server_shows_every_default(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--help"]) == 0
    shown = " ".join(capfd.readouterr().out.replace("│", " ").split())
    for said in ("Default: 8765.", "Default: 64.", "Default: 1048576.", "Default: on.", "Default: info."):
        assert said in shown


def test_keys_by_their_older_name(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["key", "studio"]) == 0
    said = capfd.readouterr()
    assert "called api-key now" in said.err
    assert said.out.startswith("studio sha256:")


def test_all_commands_are_known() -> None:
    registered = {name for name in build_app() if not name.startswith("-")}
    assert registered - {"key"} == set(COMMANDS)
