from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest
import structlog

from chordwork.http import Settings
from chordwork.http.addressing.addresses import Approach
from chordwork.http.security.gate import Gate, Refusal, key_subprotocol, presented_key
from chordwork.http.security.keys import digest_of, new_key

KEY, OTHER = new_key(), new_key()
FAR = "203.0.113.7"


def approach(peer: str | None = FAR, **headers: str) -> Approach:
    return Approach(peer, tuple((name.replace("_", "-"), value) for name, value in headers.items()))


@attrs.define
class Clock:
    now_s: float = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def key_file(tmp_path: Path) -> str:
    path = tmp_path / "keys"
    path.write_text(f"studio {digest_of(KEY)}\nstage {digest_of(OTHER)}\n")
    return str(path)


def refusal_of(gate: Gate, who: Approach, **how: Any) -> Refusal:
    with pytest.raises(Refusal) as raised:
        gate.admit(who, **how)
    return raised.value


def test_without_keys_everybody_comes_in() -> None:
    gate = Gate(Settings())
    assert gate.admit(approach()).client.address == FAR
    assert not gate.wants_keys


def test_with_keys_only_their_holders_come_in(key_file: str) -> None:
    gate = Gate(Settings(api_keys_file=key_file))
    missing, unknown = refusal_of(gate, approach()), refusal_of(gate, approach(authorization="Bearer cw_no"))
    assert (missing.status, missing.code, unknown.status, unknown.code) == (401, "key_missing", 401, "key_unknown")
    for shown in (
        {"authorization": f"Bearer {KEY}"},
        {"authorization": f"bearer  {KEY} "},
        {"x_api_key": KEY},
        {"sec_websocket_protocol": f"chordwork.v1, {key_subprotocol(KEY)}"},
    ):
        assert gate.admit(approach(**shown)).client.key == "studio"
    assert gate.admit(approach(), needs_key=False).client.key is None
    assert gate.refused == {"key_missing": 1, "key_unknown": 1}


def test_this_machine_needs_a_key_too(key_file: str) -> None:
    assert refusal_of(Gate(Settings(api_keys_file=key_file)), approach("127.0.0.1")).code == "key_missing"


@pytest.mark.parametrize("subprotocol", ["chordwork.key.", "chordwork.key.!!", "chordwork.key._w", "chordwork.v1"])
def test_a_subprotocol_that_holds_no_key(subprotocol: str) -> None:
    assert not presented_key(approach(sec_websocket_protocol=subprotocol))


def test_a_refusal_repeats_no_key(key_file: str) -> None:
    wrong = new_key()
    refusal = refusal_of(Gate(Settings(api_keys_file=key_file)), approach(authorization=f"Bearer {wrong}"))
    assert wrong not in refusal.message


def test_pages_of_others_stay_out_even_with_a_key(key_file: str) -> None:
    gate = Gate(Settings(api_keys_file=key_file, allowed_hosts="a.example", allowed_origins="https://app.example"))
    key = {"x_api_key": KEY, "host": "a.example"}
    assert refusal_of(gate, approach(origin="https://evil.example", **key)).code == "origin"
    gate.admit(approach(origin="https://app.example", **key))
    gate.admit(approach(origin="https://a.example", **key))


def test_the_host_that_a_proxy_names_is_believed_of_trusted_ones_only() -> None:
    gate = Gate(Settings(trusted_proxies="10.0.0.1", allowed_hosts="internal, music.example"))
    seen = {"origin": "https://music.example", "host": "internal:8765", "x_forwarded_host": "music.example"}
    gate.admit(approach("10.0.0.1", x_forwarded_for=FAR, **seen))
    assert refusal_of(gate, approach(FAR, **seen)).code == "origin"


def test_each_address_has_a_rate() -> None:
    clock = Clock()
    gate = Gate(Settings(address_rate_per_s=2, address_burst=3), clock=clock)
    for _ in range(3):
        gate.admit(approach())
    refusal = refusal_of(gate, approach())
    assert (refusal.status, refusal.code, refusal.retry_after_s) == (429, "rate", 0.5)
    gate.admit(approach("203.0.113.8"))
    clock.now_s = 0.5
    gate.admit(approach())


def test_each_key_has_a_rate_wherever_it_is_used(key_file: str) -> None:
    gate = Gate(Settings(api_keys_file=key_file, key_rate_per_s=1, key_burst=2), clock=Clock())
    for peer in ("203.0.113.1", "203.0.113.2"):
        gate.admit(approach(peer, x_api_key=KEY))
    assert refusal_of(gate, approach("203.0.113.3", x_api_key=KEY)).code == "rate"
    gate.admit(approach("203.0.113.3", x_api_key=OTHER))


def test_guessing_keys_is_expensive(key_file: str) -> None:
    gate = Gate(Settings(api_keys_file=key_file, address_burst=60), clock=Clock())
    tried = 0
    while refusal_of(gate, approach(x_api_key=new_key())).code == "key_unknown":
        tried += 1
    assert tried <= 6


def test_what_costs_more_counts_for_more() -> None:
    gate = Gate(Settings(address_rate_per_s=1, address_burst=10), clock=Clock())
    gate.admit(approach(), cost=5)
    gate.admit(approach(), cost=5)
    assert refusal_of(gate, approach()).retry_after_s == 1.0


def test_programs_on_this_machine_have_no_rate_but_proxies_on_it_do() -> None:
    gate = Gate(Settings(address_rate_per_s=1, address_burst=1), clock=Clock())
    for _ in range(100):
        gate.admit(approach("127.0.0.1"))
    gate.admit(approach("127.0.0.1", x_forwarded_for=FAR))
    assert refusal_of(gate, approach("127.0.0.1", x_forwarded_for=FAR)).code == "rate"


@pytest.mark.parametrize(
    "headers",
    [
        {"forwarded": "for=203.0.113.7"},
        {"via": "1.1 cache"},
        {"x_real_ip": FAR},
        {"x_forwarded_proto": "https"},
        {"cf_connecting_ip": FAR},
        {"true_client_ip": FAR},
        {"host": "music.example"},
    ],
)
def test_any_sign_of_a_proxy_on_this_machine_ends_the_privilege(headers: dict[str, str]) -> None:
    gate = Gate(Settings(address_rate_per_s=1, address_burst=1, allowed_hosts="music.example"), clock=Clock())
    with structlog.testing.capture_logs() as log:
        gate.admit(approach("127.0.0.1", **headers))
        assert refusal_of(gate, approach("127.0.0.1", **headers)).code == "rate"
    warnings = [line for line in log if line["log_level"] == "warning"]
    assert len(warnings) == ("host" not in headers), "once"
    gate.admit(approach("127.0.0.1", host="localhost:8765"))


def test_this_machine_may_be_limited_like_everybody() -> None:
    gate = Gate(Settings(address_rate_per_s=1, address_burst=1, limit_local=True), clock=Clock())
    gate.admit(approach("127.0.0.1"))
    assert refusal_of(gate, approach("127.0.0.1")).code == "rate"


def test_only_names_of_its_own_are_answered_to() -> None:
    gate = Gate(Settings(allowed_hosts="music.example"))
    gate.admit(approach(host="music.example:443", origin="https://music.example"))
    refusal = refusal_of(gate, approach(host="evil.example:8765", origin="http://evil.example:8765"))
    assert (refusal.status, refusal.code) == (421, "host")
    assert "CHORDWORK_ALLOWED_HOSTS=evil.example" in refusal.message
    assert refusal_of(gate, approach("127.0.0.1", host="evil.example")).code == "host"


@pytest.mark.parametrize(
    ("fetch", "comes_in"),
    [
        ({}, True),
        ({"sec_fetch_site": "none", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}, True),
        ({"sec_fetch_site": "same-origin", "sec_fetch_mode": "no-cors", "sec_fetch_dest": "image"}, True),
        ({"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}, True),
        ({"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "iframe"}, False),
        ({"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors", "sec_fetch_dest": "image"}, False),
        ({"sec_fetch_site": "same-site", "sec_fetch_mode": "no-cors", "sec_fetch_dest": "script"}, False),
        ({"sec_fetch_site": "cross-site"}, False),
    ],
)
def test_pages_of_others_that_do_not_say_which(fetch: dict[str, str], comes_in: bool) -> None:
    gate = Gate(Settings(allowed_origins="https://app.example"))
    if comes_in:
        gate.admit(approach(**fetch))
    else:
        assert refusal_of(gate, approach(**fetch)).code == "origin"
    gate.admit(approach(**{**fetch, "origin": "https://app.example"}))
    Gate(Settings(allowed_origins="*")).admit(approach(**fetch))


def test_keys_are_read_again(key_file: str) -> None:
    gate = Gate(Settings(api_keys_file=key_file))
    fresh = new_key()
    Path(key_file).write_text(f"fresh {digest_of(fresh)}\n")
    assert gate.admit(approach(x_api_key=KEY)).client.key == "studio"
    gate.read_keys_again()
    assert refusal_of(gate, approach(x_api_key=KEY)).code == "key_unknown"
    assert gate.admit(approach(x_api_key=fresh)).client.key == "fresh"


@pytest.mark.parametrize("text", ["", "nonsense\n", "# nobody\n"])
def test_a_file_of_keys_that_was_spoilt_opens_no_door(key_file: str, text: str) -> None:
    gate = Gate(Settings(api_keys_file=key_file))
    Path(key_file).write_text(text)
    with structlog.testing.capture_logs() as log:
        gate.read_keys_again()
    assert log[0]["log_level"] == "error"
    assert refusal_of(gate, approach()).code == "key_missing"
    assert gate.admit(approach(x_api_key=KEY)).client.key == "studio"


def test_refusals_say_in_the_log_whom(key_file: str) -> None:
    gate = Gate(Settings(api_keys_file=key_file))
    with structlog.testing.capture_logs() as log:
        refusal_of(gate, approach())
    assert (log[0]["event"], log[0]["code"], log[0]["client"]) == ("refused", "key_missing", FAR)


def test_sessions_that_wait_count_but_keep_nobody_out() -> None:
    gate = Gate(Settings(max_sessions_per_client=2))
    client = gate.admit(approach()).client
    waiting = [gate.keep_session(client) for _ in range(2)]
    assert not gate.holds_too_many(client)
    with gate.open_socket(approach()):  # perhaps to go on with one of them
        assert gate.holds_too_many(client)
        waiting[0].over()
        waiting[0].over()
        assert not gate.holds_too_many(client)
        with gate.open_socket(approach()):
            assert gate.holds_too_many(client)
            with pytest.raises(Refusal), gate.open_socket(approach()):
                pass
    waiting[1].over()
    with gate.hold_session(client), gate.hold_session(client), pytest.raises(Refusal), gate.hold_session(client):
        pass


def test_each_client_has_so_many_sessions() -> None:
    gate = Gate(Settings(max_sessions_per_client=2))
    with gate.open_socket(approach()), gate.open_socket(approach()):
        with pytest.raises(Refusal) as raised, gate.open_socket(approach()):
            pass
        assert (raised.value.status, raised.value.code) == (429, "too_many_sessions")
        with gate.open_socket(approach("203.0.113.8")):
            pass
    with gate.open_socket(approach()):
        pass
    assert gate._limits.sessions.held(FAR) == 0


def test_the_sessions_of_a_key_are_counted_together(key_file: str) -> None:
    gate = Gate(Settings(api_keys_file=key_file, max_sessions_per_client=1))
    with gate.open_socket(approach("127.0.0.1", x_api_key=KEY)):
        with pytest.raises(Refusal), gate.open_socket(approach("203.0.113.8", x_api_key=KEY)):
            pass
        with gate.open_socket(approach("203.0.113.8", x_api_key=OTHER)):
            pass


def test_a_page_is_answered_with_the_protocol_never_with_its_key(key_file: str) -> None:
    gate = Gate(Settings(api_keys_file=key_file))
    offered = f"{key_subprotocol(KEY)}, chordwork.v1"
    with gate.open_socket(approach(sec_websocket_protocol=offered)) as admission:
        assert admission.subprotocol == "chordwork.v1"
    with gate.open_socket(approach(sec_websocket_protocol=key_subprotocol(KEY))) as admission:
        assert admission.subprotocol is None
