"""Odd requests get the answers that docs/music.md says, over real HTTP."""

from __future__ import annotations

import httpx
import pytest

from tests.http.rest.conftest import ROOT
from tests.http.rest.odd_requests import ODD_REQUESTS, answered

PAGE = (ROOT / "docs/music.md").read_text().splitlines()


@pytest.mark.parametrize("name", ODD_REQUESTS)
def test_an_odd_request_is_answered_as_the_page_says(name: str, client: httpx.Client) -> None:
    address, body = ODD_REQUESTS[name]
    response = client.post(address, json=body)
    kind = "application/json" if response.status_code == 200 else "application/problem+json"
    assert response.headers["content-type"].startswith(kind)
    assert answered(name, response.status_code, response.json()) in PAGE
    assert client.get("/healthz").status_code == 200


def test_the_page_lists_no_other() -> None:
    rows = [line for line in PAGE if line.startswith("| ") and "| `/" in line]
    assert len(rows) == len(ODD_REQUESTS)
