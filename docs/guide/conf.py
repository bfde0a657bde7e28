"""How ``scripts/guide`` makes the guide of ``docs/``. Its pages load nothing from elsewhere, and run nothing inline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chordwork.harmony.version import VERSION

project = "Chordwork"
author = "the Chordwork developers"
project_copyright = author
release = version = VERSION
root_doc = "guide/index"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["android/*", "decisions/README.md", "guide/*.py"]
suppress_warnings = ["autodoc.duplicate_object", "ref.python"]  # what several packages offer
language = "en"

myst_heading_anchors = 4
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_class_signature = "mixed"
napoleon_use_ivar = True

html_theme = "furo"
html_title = "Chordwork"
html_favicon = None
html_show_sourcelink = False
html_copy_source = False
html_show_sphinx = False
html_domain_indices = False
pygments_style = "friendly"

_DOCS = Path(__file__).parents[1]
_LINK = re.compile(r"\[([^\]]*)\]\(((?:\.\./)+[^)#\s]+)(?:#[^)\s]*)?\)")
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def setup(app: Any) -> None:
    """What Sphinx calls."""
    app.connect("source-read", _unlink_sources)
    app.connect("build-finished", _no_inline_code)


def _unlink_sources(app: Any, page: str, source: list[str]) -> None:
    """Files of the project that are no pages of the guide are named, and not linked to: they are not there."""
    folder = (_DOCS / page).parent

    def named(link: re.Match[str]) -> str:
        target = (folder / link[2]).resolve()
        if target.is_relative_to(_DOCS) and not target.is_relative_to(_DOCS / "android"):
            return link[0]
        return link[1]

    source[0] = _LINK.sub(named, source[0])


def _no_inline_code(app: Any, failure: Exception | None) -> None:
    """The theme's inline script, styles and attributes become files: the server lets pages run nothing inline."""
    if failure is not None:
        return
    out = Path(app.outdir)
    for file in out.rglob("*.html"):
        static = "../" * (len(file.relative_to(out).parts) - 1) + "_static"
        page = file.read_text(encoding="utf-8")
        for pattern, name, tag in (
            (_SCRIPT, "begin.js", '<script src="{}"></script>'),
            (_STYLE, "colours.css", '<link rel="stylesheet" href="{}" />'),
        ):
            for said in pattern.findall(page):
                (out / "_static" / name).write_text(said.strip() + "\n", encoding="utf-8")
            page = pattern.sub(tag.format(f"{static}/{name}"), page)
        page = page.replace(' style="opacity: 50%"', ' opacity="0.5"').replace(' style="display: none;"', " hidden")
        page = page.replace(' style="width: 100%"', "").replace(' style="width: 33%; vertical-align: top;"', "")
        for left in _inline(page):
            raise RuntimeError(f"{file.name} has inline code that the server forbids: {left[:80]}")
        file.write_text(page, encoding="utf-8")


def _inline(page: str) -> Iterator[str]:
    yield from re.findall(r"<script>.*|<style.*|<[^>]+ style=\"[^>]*|<[^>]+ on\w+=\"[^>]*", page)
