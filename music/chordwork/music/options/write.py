"""What a song can be told before it is written, and while it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import attrs
from msgspec import Meta

from chordwork.harmony.options import said, written
from chordwork.music.options.fields import FELT, GrooveName, InstrumentName, KeyText, LevelName, MoodName, VoiceName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chordwork.harmony import Key
    from chordwork.music.songwriting.model import Mood

MetreName = Literal["4/4", "3/4", "6/8", "5/4", "7/8", "12/8"]


@attrs.frozen(kw_only=True)
@written
class SongOptions:
    """Who plays and sings the song, and what of it is settled beforehand."""

    level: Annotated[LevelName | None, said("Of the player. Default: beginner.")] = None
    instrument: Annotated[InstrumentName | None, said("As for tabs, or piano. Default: guitar.")] = None
    voice: Annotated[VoiceName | None, said("Of the singer. Default: medium.")] = None
    seed: Annotated[
        Annotated[int, Meta(ge=0, le=2**53 - 1)] | None, said("Another seed, another song. Default: 0, or the plan's.")
    ] = None
    genre: Annotated[
        Annotated[str, Meta(min_length=1, max_length=40)] | None,
        said("Such as pop, folk or jazz. Default: found from the theme."),
    ] = None
    mood: Annotated[MoodName | Mood | None, said("Default: heard from the theme.")] = None
    key: Annotated[KeyText | Key | None, said("Such as A minor. Default: one that lies well on the instrument.")] = None
    tempo_bpm: Annotated[Annotated[int, Meta(ge=20, le=400)] | None, said(FELT, flag="tempo")] = None
    metre: Annotated[MetreName | None, said("Default: what the feel of the song asks for.")] = None
    groove: Annotated[GrooveName | None, said("As for the band.")] = None
    locked: Annotated[
        Annotated[dict[str, Any], Meta(max_length=200)] | Mapping[str, Any] | None,
        said("Fields settled by you, by path, such as sections.chorus.chords."),
    ] = None
