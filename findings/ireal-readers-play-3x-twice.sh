#!/usr/bin/env bash
# pyRealParser 0.1.0 (PyPI), ireal-reader 1.3.1 (npm)
# One would guess: <3x> before the end of a repeat is how often iReal Pro plays it, and <D.C. al Fine> where it goes back; iReal Pro's description
#   of its protocol lists both among the texts that its player follows.
# What happens: both programs, which give the bars in playing order, play such a repeat twice. pyRealParser also plays on at D.C. al Fine.
#   ireal-reader gives N.C. as null.
# Our users meet: of 54 blues of a public playlist, these two play 13 and 14 with another number of bars than the page says; where the numbers agree
#   so do the chords, but for slashes, which pyRealParser gives as chords. docs/songs.md has the table.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pyRealParser==0.1.0"
(cd "$folder" && npm init --yes > /dev/null && npm install --silent --no-audit --no-fund "ireal-reader@1.3.1" > /dev/null)
cat > "$folder/song.py" <<'PYTHON'
import urllib.parse

from pyRealParser import Tune


def read(chords):
    link = "irealb://" + urllib.parse.quote(f"Title=Last First==Swing=C==1r34LbKcu7{chords}=Groove=100=1", safe="=")
    return Tune.parse_ireal_url(link)[0].measures_as_strings


thrice = read("{C   |G  <3x> }|F   Z ")
back = read("[C   |F  <Fine> |G   |A  <D.C. al Fine> Z ")
print("pyRealParser, 3x:", thrice, "D.C. al Fine:", back)
assert thrice == ["C", "G", "C", "G", "F"], "no longer so"
assert back == ["C", "F", "G", "A"], "no longer so"
PYTHON
"$folder/venv/bin/python" "$folder/song.py"
cat > "$folder/song.js" <<'JAVASCRIPT'
const Playlist = require("ireal-reader");

function read(chords) {
  const fields = ["Title=Last First==Swing=C=", `1r34LbKcu7${chords}`, "Groove=100=1===List"];
  return new Playlist("irealb://" + encodeURIComponent(fields.join("=")).replaceAll("%3D", "=")).songs[0].music.measures;
}

const thrice = JSON.stringify(read("{C   |G  <3x> }|F   Z "));
const silent = JSON.stringify(read("[C,n  |F   Z "));
console.log("ireal-reader, 3x:", thrice, "N.C.:", silent);
if (thrice !== '[["C"],["G"],["C"],["G"],["F"]]' || silent !== '[["C",null],["F"]]') throw new Error("no longer so");
JAVASCRIPT
(cd "$folder" && node song.js)
