"""Only what pyproject.toml cannot say: cffi builds the C extension, and no sdist leaves without the web client."""

import os
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

PAGE = Path(__file__).parent / "http/chordwork/http/web/index.html"
CLIPS = "chordwork/analysis/clips"
WITHOUT_PAGE = "CHORDWORK_WITHOUT_WEB"
MISSING = """
The web client is not built: http/chordwork/http/web/index.html is not there, and the server would have no page at /.
  Build it first, with Node 20 or newer:   scripts/web
"""
REFUSAL = f"{MISSING}  Or make a source distribution without it: {WITHOUT_PAGE}=1 python -m build --sdist\n"


class SdistWithPage(sdist):
    """Refuses to pack what nobody could build a whole wheel from without Node."""

    def run(self):
        """Pack, if the page is there or not wanted."""
        if not PAGE.exists() and os.environ.get(WITHOUT_PAGE) != "1":
            raise SystemExit(REFUSAL)
        super().run()


class BuildWithPage(build_py):
    """Says so when a wheel is built without the page; that is well enough for the engine, and for who works on it."""

    def run(self):
        """Build. What the page has compressed goes along so alone, since a wheel would not make it smaller again; a
        recording of the demo that the page plays, too, is there once, and its place says which it is.
        """
        super().run()
        if self.editable_mode:
            return
        if not PAGE.exists():
            print(MISSING, file=sys.stderr)
        assets = Path(self.build_lib, "chordwork/http/web/assets")
        for small in assets.glob("*.gz"):
            small.with_suffix("").unlink(missing_ok=True)
        clips = {clip.read_bytes(): clip.name for clip in Path(self.build_lib, CLIPS).glob("*.ogg")}
        for sound in assets.glob("*.ogg"):
            if (clip := clips.get(sound.read_bytes())) is not None:
                sound.with_name(f"{sound.name}.clip").write_text(clip)
                sound.unlink()


setup(
    cffi_modules=["native/build_native.py:ffibuilder"],
    cmdclass={"sdist": SdistWithPage, "build_py": BuildWithPage},
)
