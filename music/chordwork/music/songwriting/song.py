"""The one call most programs need, a theme in, a plan out; and what a plan can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from chordwork.harmony import Key
from chordwork.music.accompaniment import Accompaniment
from chordwork.music.songwriting import records, rewriting
from chordwork.music.songwriting.compose import compose
from chordwork.music.songwriting.locks import Locks
from chordwork.music.songwriting.model import Level, Mood, Plan, Voice
from chordwork.music.songwriting.sheets.band import accompany_plan
from chordwork.music.songwriting.sheets.chordpro import chordpro_sheet
from chordwork.music.songwriting.sheets.links import links
from chordwork.music.songwriting.sheets.songsheet import markdown_sheet, text_sheet
from chordwork.music.songwriting.soundness import read_plan


class SongPlan(Plan):
    """A song to write and learn."""

    __slots__ = ()  # no field of its own: attrs need not make this class, which takes as long as all of import else

    @classmethod
    def of(cls, plan: Plan) -> SongPlan:
        """A plan that is data, with what can be done with it."""
        return cls(*attrs.astuple(plan, recurse=False))

    def to_dict(self) -> dict[str, Any]:
        """JSON data of all fields, and under ``links`` what :func:`~chordwork.music.songwriting.links` says."""
        return {**records.to_data(self), "links": links(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> SongPlan:
        """Read what :meth:`to_dict` wrote, exactly; ``links`` are not read, they follow from the rest.

        Raises:
            PlanFormatError: the data is no plan, or does not hold together; it names the place.
        """
        return cls.of(read_plan(data))

    def rewrite(
        self, *, seed: int | None = None, locked: Iterable[str] | Mapping[str, Any] | None = None, **changes: Any
    ) -> SongPlan:
        """A new song that keeps what is locked, exactly, and fits everything else to it.

        Args:
            seed: another one for another song; the same one keeps all that nothing else changes.
            locked: paths to keep, such as ``"key"``, ``"sections.chorus.chords"``, ``"sections.verse.lyrics.images"``;
                or a mapping of paths to values of your own. Those of this plan if not given.
            **changes: ``theme``, ``level``, ``instrument`` or ``voice``.

        Raises:
            PlanOptionError: no such path, a value that does not fit it, or locks that contradict each other.
            ThemeError: of a new theme.
        """
        return SongPlan.of(rewriting.rewrite(self, seed=seed, locked=locked, changes=changes))

    def edit(self, values: Mapping[str, Any]) -> SongPlan:
        """The same song with some fields set, which stay locked from now on; what hangs on them follows.

        >>> plan.edit({"key": "G major", "sections.chorus.chords": "G | D | Em | C"})  # doctest: +SKIP

        Raises:
            PlanOptionError: as for :meth:`rewrite`.
        """
        return SongPlan.of(rewriting.edit(self, values))

    def accompany(self, **options: Any) -> Accompaniment:
        """The whole song by the band; options as for :func:`~chordwork.music.songwriting.accompany_plan`."""
        return accompany_plan(self, **options)

    def text(self) -> str:
        """A song sheet in plain text."""
        return text_sheet(self)

    def markdown(self) -> str:
        """A song sheet in Markdown."""
        return markdown_sheet(self)

    def chordpro(self) -> str:
        """The sections as a ChordPro song."""
        return chordpro_sheet(self)


def write_song(
    theme: str,
    *,
    level: Level = "beginner",
    instrument: str = "guitar",
    voice: Voice = "medium",
    seed: int = 0,
    genre: str | None = None,
    mood: str | Mood | None = None,
    key: str | Key | None = None,
    tempo_bpm: int | None = None,
    metre: str | None = None,
    groove: str | None = None,
    locked: Mapping[str, Any] | None = None,
) -> SongPlan:
    """A plan for a song about something.

    >>> write_song("walking home through the rain").title
    'Walking Home Through the Rain'

    Args:
        theme: what it is about, in up to 2000 characters of any language; emoji count too.
        level: "beginner", "intermediate" or "advanced".
        instrument: a name or alias of the fretboard's table, or "piano".
        voice: "low", "medium" or "high".
        seed: another seed, another song; the same theme and seed give the same song everywhere.
        genre: a name of :data:`GENRES`; found from the theme and its mood unless given.
        mood: "happy", "calm", "sad" or "tense"; heard from the theme unless given.
        key: such as "G" or "A minor"; one that lies well on the instrument unless given.
        tempo_bpm: felt beats a minute; in 6/8 and 12/8, dotted quarters.
        metre: "4/4", "3/4", "6/8", "5/4", "7/8" or "12/8".
        groove: a name of the accompaniment's grooves.
        locked: any fields settled beforehand, by path; see :meth:`Plan.rewrite`. Whatever is settled here or by the
            arguments above is listed in ``plan.locked``.

    Raises:
        ThemeError: the theme is empty, too long or no text.
        PlanOptionError: an argument or a settled field that cannot be, or two that contradict each other.
        HarmonySyntaxError: a text that is no key or no chord; it points at the character.
        UnknownInstrumentError: no such instrument.
    """
    given = {"genre": genre, "mood": mood, "key": key, "tempo_bpm": tempo_bpm, "metre": metre, "groove": groove}
    values = {**(locked or {}), **{name: value for name, value in given.items() if value is not None}}
    return SongPlan.of(compose(theme, level, instrument, voice, seed, Locks(values)))


def plan_schema() -> dict[str, Any]:
    """The JSON Schema of a plan, ``links`` included."""
    schema = records.schema_of(SongPlan)
    schema["properties"]["links"] = {"type": "object", "description": "Inputs for tabs, accompaniment and suggestions."}
    return schema
