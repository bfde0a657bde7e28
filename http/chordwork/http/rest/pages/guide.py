"""The guide's pages at ``/guide``, of the one archive that ``scripts/guide`` left in the package.

One archive, since a hundred pages that say alike compress four times as well together; it is opened when somebody first
asks for a page, and its 8 MB stay in memory from then on.
"""

from __future__ import annotations

import hashlib
import tarfile
from pathlib import Path
from typing import Final

import attrs
import trio
from quart import Response, request
from quart_trio import QuartTrio
from werkzeug.exceptions import NotFound

from chordwork.http.rest.pages.web import CONTENT_SECURITY_POLICY, CONTENT_TYPES

ARCHIVE: Final = Path(__file__).parents[2] / "guide.tar.xz"
FIRST: Final = "guide/index.html"
ROUTES: Final = frozenset(("/guide", "/guide/", "/guide/<path:name>"))
"""Everybody may read them, also where keys are set."""
MISSING: Final = """The guide is not built here. In a clone of the project:

    scripts/guide
"""


@attrs.frozen
class Page:
    """A file of the guide, with its tag for caches."""

    body: bytes
    tag: str


class Guide:
    """All files of the guide, by name; none where it is not built."""

    def __init__(self, archive: Path) -> None:
        """Of ``archive``, which need not be there."""
        self._archive = archive
        self._pages: dict[str, Page] | None = None
        self._reading = trio.Lock()

    async def page(self, name: str) -> Page | None:
        """The file of that name, such as ``guide/index.html``."""
        async with self._reading:
            if self._pages is None:
                self._pages = await trio.to_thread.run_sync(_unpacked, self._archive)
        return self._pages.get(name)


def add_guide(app: QuartTrio, guide: Guide) -> None:
    """Serve the guide below ``/guide/``; say how to build it where there is none."""

    @app.get("/guide")
    @app.get("/guide/")
    async def guide_front() -> Response:
        if await guide.page(FIRST) is None:
            return Response(MISSING, 404, content_type="text/plain; charset=utf-8")
        deeper = "" if request.path.endswith("/") else "guide/"
        return Response(b"", 307, headers={"Location": f"{deeper}{FIRST}"})  # relative: a proxy may put us deeper

    @app.get("/guide/<path:name>")
    async def guide_page(name: str) -> Response:
        page = await guide.page(name)
        if page is None:
            raise NotFound
        headers = {
            "ETag": f'"{page.tag}"',
            "Cache-Control": "no-cache",
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        }
        if request.if_none_match.contains_weak(page.tag):
            return Response(b"", 304, headers=headers)
        kind = CONTENT_TYPES.get(Path(name).suffix, "application/octet-stream")
        return Response(page.body, 200, headers=headers, content_type=kind)


def _unpacked(archive: Path) -> dict[str, Page]:
    if not archive.is_file():
        return {}
    pages = {}
    with tarfile.open(archive, "r:xz") as files:
        for member in files:
            if (file := files.extractfile(member)) is not None:
                body = file.read()
                pages[member.name] = Page(body, hashlib.sha256(body).hexdigest()[:32])
    return pages
