"""Links of iReal Pro in any text or page, and the fields of their songs.

``irealb://`` has ten fields a song: title, composer, nothing, style, key, transposition, chords, groove, tempo,
choruses; two empty ones between songs; and the name of the playlist at the end. ``irealbook://``, the open protocol,
has six: title, composer, style, key, ``n``, chords; songs follow one another.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import unquote_to_bytes

import attrs

from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError
from chordwork.music.charts.form import MAX_SONGS
from chordwork.music.charts.ireal.scrambling import PREFIX, unscrambled

NAME: Final = "ireal"
_SCHEME: Final = re.compile(r"ireal(b|book)://", re.IGNORECASE)
_CHORDS_FIELD: Final = 6
_PLAIN_CHORDS_FIELD: Final = 5
_PLAIN_FIELDS: Final = 6
_MAX_DECODINGS: Final = 3
"""Links are met that were encoded again on their way."""
_SONG_FIELDS: Final = 10
_MUSIC: Final = re.compile(r"[\[{|T*]")
_BAR_LINE: Final = re.compile(r"[\[{|\]}]|Z\s*$")


@attrs.frozen
class Fields:
    """A song as its link has it.

    Attributes:
        chords: no longer hidden.
        hidden: whether they were.
    """

    title: str = ""
    composer: str = ""
    style: str = ""
    key: str = ""
    transposition: str = ""
    chords: str = ""
    groove: str = ""
    tempo: str = ""
    choruses: str = ""
    playlist: str = ""
    hidden: bool = True


def songs_of(text: str) -> tuple[Fields, ...]:
    """The songs of all links of a text, an HTML page or anything else that holds links.

    Raises:
        ChartFileError: no link, or one without chords.
        ChartTooLargeError: more than 5,000 songs.
    """
    songs: list[Fields] = []
    for number, (book, fields) in enumerate(_links(text), start=1):
        found = _plain(fields) if book else _hidden(fields)
        if not found:
            raise ChartFileError(
                NAME, "its chords are missing: the link was cut off, copy all of it", place=f"link {number}"
            )
        songs += found
        if len(songs) > MAX_SONGS:
            raise ChartTooLargeError(NAME, f"more than {MAX_SONGS} songs: share a smaller playlist")
    if not songs:
        raise ChartFileError(NAME, "no irealb:// or irealbook:// link is in it: share the song from iReal Pro again")
    return tuple(songs)


def _links(text: str) -> Iterator[tuple[bool, list[str]]]:
    """Whether each link is of the open protocol, and its fields, decoded."""
    schemes = list(_SCHEME.finditer(text))
    for index, scheme in enumerate(schemes):
        stop = schemes[index + 1].start() if index + 1 < len(schemes) else len(text)
        body = _body(text, scheme, stop)
        yield scheme[1].lower() == "book", _decoded(body).split("=")


def _body(text: str, scheme: re.Match[str], stop: int) -> str:
    """Where a link stands in quotes it ends with them; else at a blank if blanks are encoded, else with its line."""
    before = text[scheme.start() - 1 : scheme.start()]
    if before in ('"', "'"):
        end = text.find(before, scheme.end(), stop)
        return html.unescape(re.sub(r"[\r\n\t]+", "", text[scheme.end() : stop if end < 0 else end]))
    line = re.compile(r"[^\r\n]*").match(text, scheme.end(), stop)
    body = line[0].rstrip() if line else ""
    first = re.split(r"[\s\"<>]", body, maxsplit=1)[0]
    return first if "%" in first and _is_whole(_decoded(first)) else body


def _is_whole(decoded: str) -> bool:
    fields = decoded.split("=")
    return any(field.startswith(PREFIX) for field in fields) or len(fields) >= _PLAIN_FIELDS


def _decoded(body: str) -> str:
    """Percent signs decoded, again where that was done twice; UTF-8, or Latin-1 where it is none."""
    for _ in range(_MAX_DECODINGS):
        data = unquote_to_bytes(body)
        try:
            body = data.decode()
        except UnicodeDecodeError:
            body = data.decode("latin-1")
        if "=" in body or not re.search("%[0-9A-Fa-f]{2}", body):
            break
    return body


def _hidden(fields: Sequence[str]) -> list[Fields]:
    """Songs are found by their chords, since an empty field may look like the space between two."""
    places = [index for index, field in enumerate(fields) if field.startswith(PREFIX)]
    hidden = True
    if not places:  # written by a program that hides nothing
        hidden = False
        places = _open_places(fields)
    songs = []
    for number, place in enumerate(places):
        begin = place - _CHORDS_FIELD
        end = places[number + 1] - _CHORDS_FIELD if number + 1 < len(places) else len(fields)
        head = [*[""] * max(0, -begin), *fields[max(0, begin) : place]]
        groove, tempo, choruses = [*(field.strip() for field in fields[place + 1 : end]), "", "", ""][:3]
        chords = unscrambled(fields[place]) if hidden else fields[place]
        songs.append(
            Fields(
                *(head[0].strip(), head[1].strip(), head[3].strip(), head[4].strip(), head[5].strip()),
                *(chords, groove, tempo, choruses),
                hidden=hidden,
            )
        )
    playlist = ""
    if places and len(fields) > places[-1] + 4:
        playlist = next((field.strip() for field in reversed(fields[places[-1] + 4 :]) if field.strip()), "")
    return [attrs.evolve(song, playlist=playlist) for song in songs]


def _open_places(fields: Sequence[str]) -> list[int]:
    """Where the chords of songs stand that hide nothing: in the first song in their place, in others where music is.

    Between two songs stand three fields behind the chords, and two empty ones; who leaves these out is read as well.
    """
    places = [_CHORDS_FIELD] if len(fields) > _CHORDS_FIELD and _MUSIC.search(fields[_CHORDS_FIELD]) else []
    while places:
        following = (places[-1] + step for step in (_SONG_FIELDS + 2, _SONG_FIELDS))
        found = next((at for at in following if at < len(fields) and _BAR_LINE.search(fields[at])), None)
        if found is None:
            break
        places.append(found)
    return places


def _plain(fields: Sequence[str]) -> list[Fields]:
    """Songs of six fields, with or without empty ones between them."""
    songs: list[Fields] = []
    rest = list(fields)
    while len(rest) > _PLAIN_CHORDS_FIELD:
        title, composer, style, key, _, chords, *rest = rest
        hidden = chords.startswith(PREFIX)
        songs.append(
            Fields(
                *(title.strip(), composer.strip(), style.strip(), key.strip()),
                chords=unscrambled(chords) if hidden else chords,
                hidden=hidden,
            )
        )
        while rest and not rest[0].strip():
            rest.pop(0)
    playlist = rest[0].strip() if len(rest) == 1 else ""
    return [attrs.evolve(song, playlist=playlist) for song in songs]
