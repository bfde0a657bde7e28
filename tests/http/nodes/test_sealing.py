from chordwork.http.nodes.sealing import Seal, place_of


def test_what_is_sealed_is_opened_with_the_same_token_alone() -> None:
    seal = Seal("token")
    sealed = seal.close(b"state", b"payload")
    assert Seal("token").open(b"state", sealed) == b"payload"
    assert Seal("other").open(b"state", sealed) is None
    assert seal.open(b"final", sealed) is None
    for at in range(len(sealed)):
        assert seal.open(b"state", sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]) is None
    assert seal.open(b"state", b"") is None


def test_the_place_does_not_tell_the_token() -> None:
    assert place_of("token") != place_of("other")
    assert "token" not in place_of("token")
    assert len(place_of("token")) == 64
