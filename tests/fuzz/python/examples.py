"""Charts as people write them, to begin with; and files of every format that can be written, made from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chordwork.music.charts import read_charts
from chordwork.music.song import Song
from tests.music.charts.guitarpro.made import packed, sectors, zipped

CHORDPRO: Final = """{title: Round}
{artist: Nobody}
{key: G}
{tempo: 96}
{time: 3/4}
{capo: 2}
{start_of_verse: Verse 1}
[G]Hello [D7/F#]world, [Em]über [N.C.]all
{end_of_verse}
{comment: softly}
{start_of_chorus}
[C]Here [G]it is
{end_of_chorus}
{chorus}
{start_of_tab}
e|--0--2--|
{end_of_tab}
{define: G7 base-fret 1 frets 3 2 0 0 0 1}
{start_of_grid}
| G . . | C . D7 |
{end_of_grid}
"""
ABC: Final = """X:7
T:Careless
C:Nobody
M:3/4
L:1/8
Q:1/4=96
K:Dm
P:A
A2|:"Dm"d3 e f2|"Gm7"g2 "^lightly"a2 "A7/C#"^c2|[1 "Dm"d6:|[2 "Dm"d4 z2||
P:B
"Bb"d>e "C;Am"f<g "(F)"(3abc'|[DFA]2- [DFA]4|Z2|]
w: fal-ling stones_ * home
"""
MUSICXML: Final = """<?xml version="1.0"?><score-partwise version="4.0"><part-list><score-part id="P1">
<part-name>A</part-name>
</score-part></part-list><part id="P1"><measure number="1"><attributes><divisions>2</divisions><key><fifths>-1</fifths>
</key><time><beats>4</beats><beat-type>4</beat-type></time></attributes><harmony><root><root-step>F</root-step></root>
<kind>dominant</kind><bass><bass-step>A</bass-step></bass><degree><degree-value>9</degree-value><degree-alter>-1
</degree-alter><degree-type>add</degree-type></degree></harmony><note><pitch><step>C</step><octave>4</octave></pitch>
<duration>8</duration><lyric><text>la</text></lyric></note><barline location="right"><repeat direction="backward"/>
</barline></measure></part></score-partwise>"""
_GPIF: Final = b"""<GPIF><GPVersion>7</GPVersion><Score><Title>t</Title></Score>
<MasterTrack><Tracks>0</Tracks><Automations>
<Automation><Type>Tempo</Type><Bar>0</Bar><Position>0</Position><Value>120 2</Value></Automation></Automations>
</MasterTrack>
<Tracks><Track id="0"><Name>G</Name></Track></Tracks>
<MasterBars><MasterBar><Key><AccidentalCount>0</AccidentalCount></Key>
<Time>4/4</Time><Bars>0</Bars></MasterBar></MasterBars><Bars><Bar id="0"><Voices>0 -1</Voices></Bar></Bars><Voices>
<Voice id="0"><Beats>0</Beats></Voice></Voices>
<Beats><Beat id="0"><Rhythm ref="0"/><FreeText>C</FreeText></Beat></Beats>
<Rhythms><Rhythm id="0"><NoteValue>Whole</NoteValue></Rhythm></Rhythms></GPIF>"""
AS_WRITTEN: Final[dict[str, tuple[bytes, ...]]] = {
    "abc": (ABC.encode(),),
    "chordpro": (CHORDPRO.encode(), b"{t:x}\n{soc}\n[C]a [G7]b\n{eoc}\n{x_y: z}\n"),
    "chords-over-lyrics": (
        b"[Verse]\nC        G7   Am\nHello my dear world\n\nChorus:\nF   C/E\nla  la\nCapo: 2\n",
        b"    G   D\nwe went home\ne|--0-2-|\nB|--1-3-|\n",
    ),
    "gp": (_GPIF, zipped(_GPIF), sectors(_GPIF), packed(sectors(_GPIF))),
    "ireal": (b"irealbook://Round=Nobody=Waltz=G=n=[T34G   |D7/F# |{E-7  }|N1C^7 }|N2Ah7 Z ",),
    "musicxml": (MUSICXML.encode(),),
    "typed": (
        b"Title: Round\nKey: G\n4/4, 96 bpm, capo 2\n\n[Verse] x2\n| G . D7 . | Em / / C | % |\nChorus: |: C | G :|\n",
        b"1 4 5 1 in Eb\nI vi IV V",
    ),
    "lab": (b"0.0 1.5 C:maj\n1.5 3.0 G:7/3\n3.0 4.5 N\n",),
    "sonic-visualiser": (b"0.000000000,C\n1.5,G7\n3.0,N\n", b'"TIME","LABEL"\n0.5,Am\n2.5,F\n'),
}


def songs() -> Iterator[Song]:
    """What the texts hold."""
    for form, text in (("chordpro", CHORDPRO), ("abc", ABC), ("musicxml", MUSICXML)):
        yield from read_charts(text.encode(), form=form).songs
