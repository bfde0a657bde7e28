"""Links as they are met: encoded once, twice or not at all, in pages, in text, cut off, with fields left empty."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from chordwork.music.charts import ChartFileError, ChartTooLargeError, read_charts, recognise
from chordwork.music.charts.form import MAX_BYTES, MAX_SONGS
from chordwork.music.charts.ireal import FORMAT, link, plain_link
from chordwork.music.charts.ireal.scrambling import scrambled
from chordwork.music.song import Song
from tests.music.song.songs import bar, song

CHORDS = scrambled("[T44C   |G7   |A-7 D7 |G^7   Z ")
FIELDS = f"One=Last First==Swing=C=={CHORDS}=Jazz-Swing=120=3"
TWO = f"{FIELDS}===Twö &amp; More=A B==Pop=D-=={CHORDS}==0=0===My list"


def read(text: str) -> tuple[Song, ...]:
    return FORMAT.read(text.encode()).songs  # type: ignore[misc]


@pytest.mark.parametrize(
    "text",
    [
        f"irealb://{quote(FIELDS, safe='=')}",
        f"irealb://{quote(FIELDS)}",
        f"IREALB://{quote(FIELDS, safe='')}",
        f"irealb://{quote(quote(FIELDS, safe=''), safe='')}",
        f"irealb://{FIELDS}\n",
        f"Look: irealb://{quote(FIELDS)} and play it",
        f'<p><a href="irealb://{quote(FIELDS, safe="=()")}">One</a></p>',
        f"<a href='irealb://{quote(FIELDS)}'>One</a>",
        f'<a href="irealb://{quote(FIELDS)[:60]}\r\n{quote(FIELDS)[60:]}">wrapped by a mailer</a>',
    ],
)
def test_one_song_however_its_link_is_given(text: str) -> None:
    (found,) = read(text)
    assert (found.title, found.composer, len(list(found.bars))) == ("One", "First Last", 4)
    assert recognise(text.encode()).name == "ireal"
    assert read_charts(text.encode()).songs == (found,)


def test_a_playlist_has_all_its_songs_and_its_name() -> None:
    found = read(f"irealb://{quote(TWO, safe='=&;')}")
    assert [each.title for each in found] == ["One", "Twö &amp; More"]
    assert [dict(each.tags)["playlist"] for each in found] == ["My list", "My list"]
    page = f'<a href="irealb://{quote(TWO, safe="=&;")}">both</a><a href="irealb://{quote(FIELDS)}">again</a>'
    assert [each.title for each in read(page)] == ["One", "Twö & More", "One"]


def test_an_empty_field_is_no_end_of_a_song() -> None:
    text = f"One=Last First==={'C'}=={CHORDS}==0=0===Two===Swing=F=={CHORDS}=Groove=100=2"
    found = read(f"irealb://{text}")
    assert [(each.title, each.composer, each.style, str(each.key)) for each in found] == [
        ("One", "First Last", "", "C major"),
        ("Two", "", "Swing", "F major"),
    ]


@pytest.mark.parametrize("between", ["===", "="])
def test_a_playlist_that_hides_nothing_has_all_its_songs(between: str) -> None:
    songs = [f"{title}=Last First==Swing=C=={chords}=Jazz=120=3" for title, chords in (
        ("Tea [live]", "T44C   |G7   Z"), ("Two", "*AT34{D-  |A7  }"), ("Three", "[F   |C   Z "))]  # fmt: skip
    found = read("irealb://" + quote(between.join(songs) + "===Mine", safe="="))
    assert [(each.title, each.tempo_bpm, len(list(each.bars))) for each in found] == [
        ("Tea [live]", 120, 2),
        ("Two", 120, 2),
        ("Three", 120, 2),
    ]
    assert {dict(each.tags)["playlist"] for each in found} == {"Mine"}


def test_a_page_has_the_songs_of_all_its_links() -> None:
    links = [
        f"irealb://{quote(FIELDS.replace('One', title).replace(CHORDS, 'T44C   |G7   Z'), safe='=')}" for title in "ABC"
    ]
    page = "".join(f'<p><a href="{each}">play</a></p>' for each in links)
    for text in (page, "\n".join(links), " and ".join(links)):
        assert [each.title for each in read(text)] == ["A", "B", "C"]


def test_letters_that_are_no_utf8_are_latin() -> None:
    assert read("irealb://" + quote(FIELDS.replace("One", "Café"), encoding="latin-1"))[0].title == "Café"


def test_a_percent_sign_alone_is_itself() -> None:
    assert read(f"irealb://{quote(FIELDS).replace('One', '100%25 or 50%')}")[0].title == "100% or 50%"


@pytest.mark.parametrize("between", ["=", "==="])
def test_the_open_protocol(between: str) -> None:
    one, two = "Uno=Last First=Swing=C=n=T44C   |G7   Z", "Due=B C=Pop=F-=n=T34F-   Z"
    found = read(f"irealbook://{quote(one + between + two, safe='=')}")
    assert [(each.title, len(list(each.bars)), each.metre) for each in found] == [
        ("Uno", 2, (4, 4)),
        ("Due", 1, (3, 4)),
    ]


@pytest.mark.parametrize(
    "text", ["irealb://", "irealb://Title=Composer==Swing=C==", "irealbook://Title=Composer=Swing"]
)
def test_a_link_that_was_cut_off_says_so(text: str) -> None:
    with pytest.raises(ChartFileError, match="link 1: its chords are missing"):
        read(text)


def test_too_much_is_refused() -> None:
    with pytest.raises(ChartTooLargeError, match="bytes"):
        FORMAT.read(b" " * (MAX_BYTES + 1))  # type: ignore[misc]
    many = "===".join([f"T=C==S=C=={CHORDS}==0=0"] * (MAX_SONGS + 1))
    with pytest.raises(ChartTooLargeError, match="5000 songs"):
        read(f"irealb://{many}")


def test_links_are_written_for_one_and_for_many() -> None:
    songs = [song(bar("C"), bar("G7"), title=title, key=None) for title in ("A Song", "B = Song")]
    one, both = link(songs[:1]), link(songs)
    assert [each.title for each in read(one)] == ["A Song"]
    assert not one.endswith("=")
    assert [each.title for each in read(both)] == ["A Song", "B - Song"]
    assert both.endswith("===Chordwork")
    assert "====" not in both
    assert [each.title for each in read(plain_link(songs))] == ["A Song", "B - Song"]


def test_a_page_holds_the_link_and_escapes_names() -> None:
    writing = FORMAT.write([song(bar("C"), title='<b>"Bold"</b>')])  # type: ignore[misc]
    assert b"<b>" not in writing.data
    assert FORMAT.read(writing.data).songs[0].title == '<b>"Bold"</b>'  # type: ignore[misc]
