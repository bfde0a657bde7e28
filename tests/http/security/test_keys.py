from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import pytest

from chordwork.http.security import keys
from chordwork.http.security.keys import KeyFileError, KeyRing, digest_of, new_key


def ring_of(**named: str) -> KeyRing:
    return KeyRing.parse("\n".join(f"{name} {digest_of(key)}" for name, key in named.items()))


def test_a_key_is_known_by_its_digest_alone() -> None:
    key, other = new_key(), new_key()
    ring = ring_of(studio=key, stage=other)
    assert (ring.owner(key), ring.owner(other), ring.owner(new_key())) == ("studio", "stage", None)
    assert ring.owner("") is None
    assert ring.owner("ключ\udcff") is None
    assert key not in repr(vars(ring))
    assert hashlib.sha256(key.encode()).hexdigest() not in repr(ring._keys)


def test_keys_are_random_and_long() -> None:
    made = {new_key() for _ in range(100)}
    assert len(made) == 100
    assert all(key.startswith("cw_") and len(key) == 46 for key in made)


def test_every_key_is_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[bool] = []
    genuine = hmac.compare_digest

    def compare(one: bytes, other: bytes) -> bool:
        compared.append(genuine(one, other))
        return compared[-1]

    monkeypatch.setattr(keys.hmac, "compare_digest", compare)
    first, second, third = new_key(), new_key(), new_key()
    ring = ring_of(a=first, b=second, c=third)
    assert ring.owner(first) == "a"
    assert compared == [True, False, False]  # it goes on after a hit


def test_an_endless_key_is_nobodys() -> None:
    key = new_key()
    assert ring_of(a=key).owner(key + "x" * 10_000_000) is None


def test_comments_and_blank_lines() -> None:
    key = new_key()
    ring = KeyRing.parse(f"# ours\n\n  studio   {digest_of(key)}  # the big one\n")
    assert ring.owner(key) == "studio"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("studio", "line 1 is no API key"),
        ("studio sha256:abc", "line 1 is no API key"),
        (f"\nstudio {'0' * 64}", "line 2 is no API key"),
        (f"st/udio sha256:{'0' * 64}", "line 1 is no API key"),
        (f"a sha256:{'0' * 64}\na sha256:{'1' * 64}", "line 2: there is a key called a"),
    ],
)
def test_a_bad_line_is_named_but_not_repeated(text: str, said: str) -> None:
    with pytest.raises(KeyFileError, match=said) as raised:
        KeyRing.parse(text)
    assert "0000" not in str(raised.value)


def test_files(tmp_path: Path) -> None:
    assert len(KeyRing.read("")) == 0
    with pytest.raises(KeyFileError, match="cannot be read: No such file"):
        KeyRing.read(str(tmp_path / "none"))
    path = tmp_path / "keys"
    path.write_text("# nobody yet\n")
    with pytest.raises(KeyFileError, match="holds no API key"):
        KeyRing.read(str(path))
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(KeyFileError, match="it is no text"):
        KeyRing.read(str(path))
    path.write_text(f"studio {digest_of('k')}\n")
    assert KeyRing.read(str(path)).owner("k") == "studio"
