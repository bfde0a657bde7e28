"""Files of Guitar Pro 6 to 8, made for tests: a score and the boxes that it comes in."""

from __future__ import annotations

import io
import zipfile
from typing import Final

SECTOR: Final = 0x1000


def zipped(score: bytes, name: str = "Content/score.gpif") -> bytes:
    """A ``.gp``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("VERSION", "7.0")
        box.writestr(name, score)
    return stream.getvalue()


def sectors(score: bytes, name: str = "score.gpif") -> bytes:
    """The file system of a ``.gpx``, with its magic: a sector that describes the file, and those that hold it."""
    count = -(-len(score) // SECTOR)
    head = bytearray(SECTOR)
    head[0:4] = (2).to_bytes(4, "little")
    head[4 : 4 + len(name)] = name.encode()
    head[0x8C:0x90] = len(score).to_bytes(4, "little")
    for index in range(count):
        head[0x94 + 4 * index : 0x98 + 4 * index] = (index + 2).to_bytes(4, "little")
    return b"BCFS" + bytes(SECTOR) + bytes(head) + score.ljust(count * SECTOR, b"\0")


def packed(data: bytes) -> bytes:
    """Data as a ``BCFZ``: runs of one byte as copies of those before, the rest as it is."""
    bits: list[str] = []
    at = 0
    before = 0  # bytes like the last one, up to here
    while at < len(data):
        run = 0
        while run < min(before, 1000, len(data) - at) and data[at + run] == data[at - 1]:
            run += 1
        if run >= 8:
            bits += ["1", f"{10:04b}", f"{run:010b}"[::-1], f"{run:010b}"[::-1]]
            at, before = at + run, before + run
            continue
        part = data[at : at + 3]
        bits += ["0", f"{len(part):02b}"[::-1], *(f"{byte:08b}" for byte in part)]
        at += len(part)
        same = len(part) - len(part.rstrip(part[-1:]))
        before = same + (before if same == len(part) and at > same and data[at - same - 1] == part[-1] else 0)
    text = "".join(bits)
    text += "0" * (-len(text) % 8) + "0" * 16
    return b"BCFZ" + len(data).to_bytes(4, "little") + int(text, 2).to_bytes(len(text) // 8, "big")


def gpif(
    *,
    bars: str = "",
    tracks: str = "",
    lists: str = "",
    tempo: str = "",
    anacrusis: str = "",
    head: str = "",
) -> bytes:
    """A score of the parts given."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<GPIF><GPVersion>7</GPVersion>'
        "<Score><Title><![CDATA[Small Hours]]></Title><Artist>Nobody</Artist><Words>W</Words><Music>M</Music>"
        "<Album>Nights</Album></Score>"
        f"<MasterTrack>{anacrusis}<Automations>{tempo}</Automations></MasterTrack>"
        f"<Tracks>{tracks}</Tracks><MasterBars>{bars}</MasterBars>{lists}</GPIF>"
    ).encode()


def bar(beats: str, inside: str = "", metre: str = "4/4", key: str = "0", mode: str = "Major") -> str:
    """A master bar with one bar of one staff."""
    return (
        f"<MasterBar><Key><AccidentalCount>{key}</AccidentalCount><Mode>{mode}</Mode></Key><Time>{metre}</Time>"
        f"{inside}<Bars>{beats}</Bars></MasterBar>"
    )


GUITAR: Final = (
    '<Track id="0"><Name>Guitar</Name><Lyrics dispatched="true"><Line><Text>Hel-lo big+world [soft] again</Text>'
    "<Offset>0</Offset></Line></Lyrics><Staves><Staff><Properties>"
    '<Property name="Tuning"><Pitches>40 45 50 55 59 64</Pitches></Property>'
    '<Property name="CapoFret"><Fret>2</Fret></Property>'
    '<Property name="DiagramCollection"><Items>'
    '<Item id="0" name="Am7"/><Item id="1" name="mine"><Chord><KeyNote step="D" accidental="Natural"/>'
    '<BassNote step="F" accidental="Sharp"/><Degree interval="Third" alteration="Major" omitted="false"/>'
    '<Degree interval="Fifth" alteration="Perfect" omitted="false"/>'
    '<Degree interval="Seventh" alteration="Minor" omitted="false"/></Chord></Item>'
    '<Item id="2" name="??!"/></Items></Property></Properties></Staff></Staves></Track>'
)
NOTES: Final = (
    '<Note id="0"><Properties><Property name="String"><String>1</String></Property>'
    '<Property name="Fret"><Fret>0</Fret></Property></Properties></Note>'
    '<Note id="1"><Tie origin="false" destination="true"/><Properties><Property name="String"><String>1</String>'
    '</Property><Property name="Fret"><Fret>0</Fret></Property></Properties></Note>'
)
RHYTHMS: Final = (
    '<Rhythm id="0"><NoteValue>Half</NoteValue></Rhythm><Rhythm id="1"><NoteValue>Quarter</NoteValue>'
    '<AugmentationDot count="1"/></Rhythm><Rhythm id="2"><NoteValue>Eighth</NoteValue></Rhythm>'
    '<Rhythm id="3"><NoteValue>Quarter</NoteValue><PrimaryTuplet num="3" den="2"/></Rhythm>'
)


def lists(bars: dict[int, str], voices: dict[int, str], beats: dict[int, str]) -> str:
    """Bars, voices and beats by number, with two notes and four rhythms: half, dotted quarter, eighth, triplet."""
    return (
        "<Bars>" + "".join(f'<Bar id="{one}"><Voices>{text}</Voices></Bar>' for one, text in bars.items()) + "</Bars>"
        "<Voices>"
        + "".join(f'<Voice id="{one}"><Beats>{text}</Beats></Voice>' for one, text in voices.items())
        + "</Voices><Beats>"
        + "".join(f'<Beat id="{one}">{text}</Beat>' for one, text in beats.items())
        + f"</Beats><Notes>{NOTES}</Notes><Rhythms>{RHYTHMS}</Rhythms>"
    )
