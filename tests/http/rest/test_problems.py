"""Every kind of refusal, over real HTTP."""

from __future__ import annotations

import httpx
import pytest

from tests.http.rest.conftest import problem


def test_404(client: httpx.Client) -> None:
    problem(client.get("/nothing"), 404, "not_found")


def test_405_names_the_methods(client: httpx.Client) -> None:
    response = client.delete("/tabs")
    problem(response, 405, "method_not_allowed")
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_406_names_the_forms(client: httpx.Client) -> None:
    document = problem(client.get("/tabs?chords=C", headers={"Accept": "image/webp"}), 406, "not_acceptable")
    assert "image/svg+xml" in document["available"]


def test_an_unknown_format(client: httpx.Client) -> None:
    assert "choose one of json" in str(
        problem(client.get("/tabs?chords=C&format=doc"), 400, "unknown_format")["detail"]
    )


def test_accept_is_weighed(client: httpx.Client) -> None:
    accept = "text/html, image/svg+xml;q=0.4, text/plain;q=0.9, */*;q=0.1"
    assert client.get("/tabs?chords=C", headers={"Accept": accept}).headers["content-type"].startswith("text/plain")
    assert client.get("/tabs?chords=C", headers={"Accept": "*/*"}).headers["content-type"] == "application/json"


def test_413_for_too_much_json(client: httpx.Client) -> None:
    document = problem(client.post("/tabs", content=b" " * (256 * 1024 + 1)), 413, "body_too_big")
    assert document["limit_bytes"] == 256 * 1024


def test_413_without_a_content_length(client: httpx.Client) -> None:
    def pieces() -> object:
        for _ in range(40):
            yield b" " * 64_000

    problem(client.post("/tabs", content=pieces()), 413, "body_too_big")  # type: ignore[arg-type]


def test_a_body_that_nobody_wants_does_not_hang(client: httpx.Client) -> None:
    problem(client.post("/nothing", content=b" " * 1_000_000), 404, "not_found")


def test_414(client: httpx.Client) -> None:
    problem(client.get("/tabs", params={"chords": "C " * 4500}), 414, "uri_too_long")


def test_415(client: httpx.Client) -> None:
    problem(client.post("/tabs", content=b"<c/>", headers={"Content-Type": "text/xml"}), 415, "media_type")


@pytest.mark.parametrize("path", ["/tabs/", "//tabs", "/tabs%2f", "/%00", "/..%2f..%2fetc/passwd", "/docs/../metrics"])
def test_odd_paths(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code < 500


def test_ids_of_requests(client: httpx.Client) -> None:
    assert client.get("/nothing", headers={"X-Request-ID": "abc-1.2_3"}).json()["request_id"] == "abc-1.2_3"
    for insane in ("", "a b", "x" * 65, "a\tb", "<script>"):
        made = client.get("/healthz", headers={"X-Request-ID": insane}).headers["x-request-id"]
        assert made != insane
        assert len(made) == 16


def test_headers_that_browsers_heed(client: httpx.Client) -> None:
    for path in ("/", "/healthz", "/nothing", "/tabs?chords=C&format=svg", "/docs", "/metrics"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "server" not in headers


def test_pages_of_others_may_not_read(client: httpx.Client, served: str) -> None:
    response = client.get("/tabs?chords=C", headers={"Origin": "https://evil.example"})
    problem(response, 403, "origin")
    assert "access-control-allow-origin" not in response.headers
    assert client.get("/tabs?chords=C", headers={"Origin": served}).status_code == 200
