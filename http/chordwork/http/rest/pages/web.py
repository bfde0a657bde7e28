"""The web client's files, as ``npm run build`` left them in the package: found once, read when they are asked for."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final, Self

import attrs
import trio
from quart import Request, Response, request
from quart_trio import QuartTrio
from werkzeug.exceptions import NotFound

FOLDER: Final = Path(__file__).parents[2] / "web"
CLIPS: Final = Path(__file__).parents[3] / "analysis" / "clips"
INDEX: Final = "index.html"
MISSING: Final = """The web client is not built here. With Node 20 or newer, in a clone of the project:

    scripts/setup

or, in frontend/: npm ci && npm run build
"""
CONTENT_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".ogg": "audio/ogg",
    ".otf": "font/otf",
    ".png": "image/png",
    ".sf2": "application/octet-stream",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
OPEN_ADDRESSES: Final = "CHORDWORK_OPEN_ADDRESSES"
"""Of the application's configuration: addresses that need no key."""
CLIP: Final = ".clip"
"""Of a file that names the bundled recording which belongs in its place: in a wheel that is there once."""
HASHED: Final = "assets"
"""Folder of files whose names hold a hash of what is in them: they never change."""
CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


@attrs.frozen
class WebFile:
    """One file of the client.

    Attributes:
        path: on disk.
        content_type: with its charset.
        hashed: its name changes with what is in it.
        gzipped: it is there compressed, named ``.gz``; in a wheel only so, lest it weigh twice.
    """

    path: Path
    content_type: str
    hashed: bool
    gzipped: bool

    async def response(self, request: Request) -> Response:
        """The file, or 304 for who has it; compressed for who takes that."""
        gzipped = self.gzipped and bool(request.accept_encodings["gzip"])
        body = await trio.to_thread.run_sync(self._read, gzipped)
        tag = hashlib.sha256(body).hexdigest()[:32]
        headers = {
            "ETag": f'"{tag}"',
            "Cache-Control": "public, max-age=31536000, immutable" if self.hashed else "no-cache",
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
            "Permissions-Policy": "microphone=(self), screen-wake-lock=(self), camera=(), geolocation=()",
            "Vary": "Accept-Encoding",
        }
        if gzipped:
            headers["Content-Encoding"] = "gzip"
        if request.if_none_match.contains_weak(tag):
            return Response(b"", 304, headers=headers)
        return Response(body, 200, headers=headers, content_type=self.content_type)

    def _read(self, gzipped: bool) -> bytes:
        small = self.path.with_name(f"{self.path.name}.gz")
        if gzipped:
            return small.read_bytes()
        if self.gzipped and not self.path.exists():
            return gzip.decompress(small.read_bytes())
        return self.path.read_bytes()


@attrs.frozen
class WebClient:
    """All files of the client.

    Attributes:
        files: by address, without the slash in front; empty where the client is not built.
    """

    files: dict[str, WebFile]

    @classmethod
    def find(cls, folder: Path | None = None) -> Self:
        """Look what is there, in the package unless told otherwise."""
        folder = FOLDER if folder is None else folder
        paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
        there = {path.relative_to(folder).as_posix() for path in paths}
        return cls(
            {
                name: WebFile(
                    _place(folder / name),
                    CONTENT_TYPES.get((folder / name).suffix, "application/octet-stream"),
                    hashed=name.startswith(f"{HASHED}/"),
                    gzipped=f"{name}.gz" in there,
                )
                for name in sorted({name.removesuffix(".gz").removesuffix(CLIP) for name in there})
            }
        )

    @property
    def is_built(self) -> bool:
        """There is a page to show."""
        return INDEX in self.files

    def file(self, address: str) -> WebFile | None:
        """What stands at an address such as ``/assets/index-1a2b.js``; ``/`` is the page."""
        return self.files.get(address.removeprefix("/") or INDEX)

    @property
    def addresses(self) -> frozenset[str]:
        """Where files stand: everybody may read them."""
        return frozenset(f"/{name}" for name in self.files)


def _place(path: Path) -> Path:
    named = path.with_name(f"{path.name}{CLIP}")
    return path if path.exists() or not named.is_file() else CLIPS / Path(named.read_text()).name


def add_web_client(app: QuartTrio, web: WebClient, signpost: Callable[[], str]) -> None:
    """Serve the client at ``/``, and a signpost to who asks for no page, such as curl, or where there is none.

    Args:
        app: the application.
        web: files of the client.
        signpost: what there is, as text.
    """
    app.config[OPEN_ADDRESSES] = web.addresses

    @app.get("/")
    async def front() -> Response:
        wants_page = "text/html" in list(request.accept_mimetypes.values())
        if wants_page and (page := web.file("/")) is not None:
            response = await page.response(request)
        else:
            text = signpost() + (f"\n{MISSING}" if not web.is_built else "")
            response = Response(text, content_type="text/plain; charset=utf-8")
        response.headers.add("Vary", "Accept")
        return response

    async def show(name: str = "") -> Response:
        file = web.file(request.path)
        if file is None:
            raise NotFound
        return await file.response(request)

    app.add_url_rule(f"/{HASHED}/<path:name>", "web_assets", show, methods=["GET"])
    for name in web.files:
        if "/" not in name:
            app.add_url_rule(f"/{name}", f"web_{name}", show, methods=["GET"], strict_slashes=True)
