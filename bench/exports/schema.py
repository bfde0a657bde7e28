"""The schema of MusicXML 4.0, as the W3C Music Notation Community Group publishes it.

It is taken from the PyPI package ``musicxml`` (MIT), which carries it; nothing is fetched from the network. The two
schemas that it imports are of other bodies: what it uses of them is written down here.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, files
from typing import Any, Final

from bench.exports.checking import Failed, Missing

_PACKAGE: Final = "musicxml"
_FILE: Final = "musicxml_4_0.xsd"
_HEAD: Final = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace='
_IMPORTED: Final = {
    "xlink.xsd": _HEAD
    + '"http://www.w3.org/1999/xlink">'
    + "".join(
        f'<xs:attribute name="{name}" type="xs:string"/>'
        for name in ("type", "href", "role", "title", "show", "actuate")
    )
    + "</xs:schema>",
    "/xml.xsd": _HEAD
    + '"http://www.w3.org/XML/1998/namespace"><xs:attribute name="lang" type="xs:language"/>'
    + '<xs:attribute name="space" type="xs:NCName"/></xs:schema>',
}


def validate(document: str) -> None:
    """Hold a MusicXML document against the schema.

    Raises:
        Failed: with the first line that it does not allow.
        Missing: the schema or its reader is not installed.
    """
    etree, schema = _schema()
    if not schema.validate(etree.fromstring(document.encode())):
        error = schema.error_log[0]
        raise Failed(f"line {error.line}: {error.message}")


@cache
def _schema() -> tuple[Any, Any]:
    try:
        etree: Any = import_module("lxml.etree")
        place = next(file for file in files(_PACKAGE) or () if file.name == _FILE)
    except (ModuleNotFoundError, PackageNotFoundError, StopIteration):
        raise Missing("pip install lxml musicxml") from None

    class Imported(etree.Resolver):  # type: ignore[misc]
        def resolve(self, url: str, public_id: str | None, context: Any) -> Any:
            text = next((text for ending, text in _IMPORTED.items() if url.endswith(ending)), None)
            return None if text is None else self.resolve_string(text, context)

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Imported())
    return etree, etree.XMLSchema(etree.parse(str(place.locate()), parser))
