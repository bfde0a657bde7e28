"""The one call most programs need, a theme in, a plan out; and what a plan can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from chordwork.harmony.options import chosen, taking
from chordwork.music.accompaniment import Accompaniment
from chordwork.music.options.write import SongOptions
from chordwork.music.song import Song
from chordwork.music.songwriting import records, rewriting
from chordwork.music.songwriting.compose import compose
from chordwork.music.songwriting.errors import PlanOptionError
from chordwork.music.songwriting.locks import Locks
from chordwork.music.songwriting.model import Plan
from chordwork.music.songwriting.player import Player
from chordwork.music.songwriting.sheets.band import accompany_plan
from chordwork.music.songwriting.sheets.chordpro import chordpro_sheet
from chordwork.music.songwriting.sheets.lead_sheet import lead_sheet
from chordwork.music.songwriting.sheets.links import links
from chordwork.music.songwriting.sheets.songsheet import markdown_sheet, text_sheet
from chordwork.music.songwriting.soundness import read_plan
from chordwork.music.songwriting.starting import start_of


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

    def song(self) -> Song:
        """A lead sheet, of which :func:`~chordwork.music.converting.convert` makes every format of charts.

        >>> from chordwork.music.converting import convert
        >>> convert(plan.song(), "musicxml").data  # doctest: +SKIP
        """
        return lead_sheet(self)

    def text(self) -> str:
        """A song sheet in plain text."""
        return text_sheet(self)

    def markdown(self) -> str:
        """A song sheet in Markdown."""
        return markdown_sheet(self)

    def chordpro(self) -> str:
        """The sections as a ChordPro song."""
        return chordpro_sheet(self)


@taking(SongOptions)
def write_song(theme: str | Song, options: SongOptions) -> SongPlan:
    """A plan for a song about something.

    >>> write_song("walking home through the rain").title
    'Walking Home Through the Rain'

    Args:
        theme: what it is about, in up to 2000 characters of any language; emoji count too. The same theme and seed give
            the same song everywhere. Or a :class:`~chordwork.music.song.Song` to write around: its title is the theme,
            its form and chords stay, and so do title, key, tempo, metre and capo; see
            :func:`~chordwork.music.songwriting.start_of`.
        options: by name, as :class:`~chordwork.music.options.write.SongOptions` has them. Whatever is settled by them
            is listed in ``plan.locked``; see :meth:`SongPlan.rewrite`.

    Raises:
        ThemeError: the theme is empty, too long or no text.
        PlanOptionError: an argument or a settled field that cannot be, or two that contradict each other.
        HarmonySyntaxError: a text that is no key or no chord; it points at the character.
        UnknownInstrumentError: no such instrument.
        SongError: a song whose signs cannot be followed.
    """
    if isinstance(theme, Song):
        return plan_for(None, options, chart=theme)
    plan = compose(
        theme,
        "beginner" if options.level is None else options.level,
        "guitar" if options.instrument is None else options.instrument,
        "medium" if options.voice is None else options.voice,
        0 if options.seed is None else options.seed,
        Locks(_settled_by(options)),
    )
    return SongPlan.of(plan)


def plan_for(
    theme: str | None,
    options: SongOptions,
    *,
    plan: SongPlan | None = None,
    keep: Sequence[str] | None = None,
    chart: Song | None = None,
) -> SongPlan:
    """The plan of a song about a theme; or a plan changed, or one written around a song.

    Args:
        theme: what the song is about; with a plan, another theme than its; with a song, another than its title.
        options: what is settled of it, and for whom it is.
        plan: one to change. If only fields are settled, only what hangs on them changes; with anything else of this,
            all but what stays is written anew.
        keep: paths of the plan that stay beside all that is settled, now or before.
        chart: a song whose form, chords, title, key, tempo, metre and capo are settled, but for what ``options`` say.

    Raises:
        ThemeError: there is no theme and no plan.
        PlanOptionError: what is told cannot be, or a plan and a song at once.
        SongError: a song whose signs cannot be followed.
    """
    if chart is not None:
        if plan is not None:
            raise PlanOptionError(
                "a plan has its own chords: give a plan to change, or a chart to begin with, not both"
            )
        start = start_of(chart)
        locked = {**_of_chart(start.settled, options), **(options.locked or {})}
        return write_song(theme or start.theme, **{**chosen(options, SongOptions), "locked": locked})
    if plan is None:
        return write_song(theme or "", **chosen(options, SongOptions))
    if settled := _settled_by(options):
        plan = plan.edit(settled)
    told = {"theme": theme, "level": options.level, "instrument": options.instrument, "voice": options.voice}
    changes = {name: value for name, value in told.items() if value is not None}
    if keep is None and options.seed is None and not changes:
        return plan
    return plan.rewrite(seed=options.seed, locked=None if keep is None else [*plan.locked, *keep], **changes)


def _settled_by(options: SongOptions) -> dict[str, Any]:
    """The fields of a plan that are settled, by path; what is said by its path wins."""
    named = ("genre", "mood", "key", "tempo_bpm", "metre", "groove")
    given = {name: value for name in named if (value := getattr(options, name)) is not None}
    return {**given, **(options.locked or {})}


def _of_chart(settled: Mapping[str, Any], options: SongOptions) -> dict[str, Any]:
    """What of a chart is settled where the options say nothing else; what hangs on what they say goes with it."""
    said = {name for name in ("key", "tempo_bpm", "metre", "groove") if getattr(options, name) is not None}
    if said & {"metre", "groove"} or options.genre is not None:
        said |= {"groove"}
    if options.groove is not None:
        said |= {"metre"}
    if Player.of(options.instrument or "guitar", options.level or "beginner").is_keyboard:
        said |= {"capo"}
    paths = options.locked or {}
    whole = {path for path in settled if any(path.startswith(f"{other}.") for other in paths)}
    return {path: value for path, value in settled.items() if path not in said | whole}


def plan_schema() -> dict[str, Any]:
    """The JSON Schema of a plan, ``links`` included."""
    schema = records.schema_of(SongPlan)
    schema["properties"]["links"] = {"type": "object", "description": "Inputs for tabs, accompaniment and suggestions."}
    return schema
