"""Ask a running server, as a browser does: ``python tests/wheel/page.py http://127.0.0.1:8765 VERSION``."""

import gzip
import json
import re
import sys
import urllib.request

url, version = sys.argv[1:]


def ask(address: str, **headers: str) -> tuple[bytes, str]:
    request = urllib.request.Request(url + address, headers={"Accept": "text/html", **headers})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200, answer.status
        return answer.read(), answer.headers.get("Content-Encoding", "")


page, _ = ask("/")
assert b"<title>" in page, page[:200]
files = re.findall(r'(?:src|href)="\./(assets/[^"]+)"', page.decode())
assert files, page
for name in files:
    small, encoding = ask(f"/{name}", **{"Accept-Encoding": "gzip"})
    plain, none = ask(f"/{name}")
    assert (encoding, none) in (("gzip", ""), ("", "")), (name, encoding, none)
    assert (gzip.decompress(small) if encoding else small) == plain, name
said = {
    "/healthz": json.loads(ask("/healthz")[0])["version"],
    "/openapi.json": json.loads(ask("/openapi.json", Accept="application/json")[0])["info"]["version"],
}
assert set(said.values()) == {version}, f"{said}, not {version}"
print(f"page of {len(page)} bytes with {len(files)} files; {', '.join(said)} say {version}")
