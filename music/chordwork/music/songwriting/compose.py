"""A theme becomes a song plan: each decision in turn, settled beforehand or drawn, the later ones from the earlier."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final, TypeVar

import attrs

from chordwork.harmony import ChordSymbol, Key, Mode, find_keys
from chordwork.music.accompaniment import GROOVES
from chordwork.music.fretboard import CapoError
from chordwork.music.options.fields import LevelName, VoiceName
from chordwork.music.songwriting import records
from chordwork.music.songwriting.choices.easy_key import choose_easy_key, plain_mode
from chordwork.music.songwriting.choices.feel import choose_feel, choose_genre, choose_mode, choose_tempo
from chordwork.music.songwriting.choices.form import (
    ENERGY,
    choose_form,
    form_advice,
    parts_of,
    read_form,
    section_titles,
)
from chordwork.music.songwriting.choices.key import choose_key, why_key
from chordwork.music.songwriting.choices.mood import mood_asked, mood_of
from chordwork.music.songwriting.choices.settled import (
    TimedSymbols,
    overridden,
    settled_chords,
    settled_key,
    settled_mood,
    settled_name,
    settled_tempo,
)
from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.errors import PlanFormatError, PlanOptionError
from chordwork.music.songwriting.genres import Feel, Genre
from chordwork.music.songwriting.lessons.learning import chords_to_learn
from chordwork.music.songwriting.lessons.practising import SongSoFar, practice_plan
from chordwork.music.songwriting.lessons.steps import steps_for
from chordwork.music.songwriting.locks import Locks
from chordwork.music.songwriting.model import (
    FORMAT,
    LEVELS,
    VOICES,
    FormPart,
    Mood,
    Plan,
    PracticePlan,
    Section,
    within,
)
from chordwork.music.songwriting.player import Player, easy_capo
from chordwork.music.songwriting.progression import HarmonyBrief, Progression, bared, spelled, write_progressions
from chordwork.music.songwriting.prompts.lyrics import lyric_prompt, point_of_view
from chordwork.music.songwriting.prompts.melody import melody_prompt
from chordwork.music.songwriting.prompts.reasons import cadence, planned, section_why
from chordwork.music.songwriting.prompts.titles import asked_of, subject_of, title_ideas
from chordwork.music.songwriting.soundness import check
from chordwork.music.songwriting.words.reading import Reading, clean_theme, read_theme

LARGEST_SEED: Final = 2**63 - 1
T = TypeVar("T")


def compose(theme: str, level: LevelName, instrument: str, voice: VoiceName, seed: int, locks: Locks) -> Plan:
    """As :func:`~chordwork.music.songwriting.write_song`, from locks alone."""
    if level not in LEVELS or voice not in VOICES:
        raise PlanOptionError(f"level must be one of {', '.join(LEVELS)}, voice one of {', '.join(VOICES)}")
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= LARGEST_SEED:
        raise PlanOptionError(f"seed: a whole number from 0 to {LARGEST_SEED} is needed")
    if not isinstance(instrument, str):
        raise PlanOptionError("instrument: a name is needed")
    theme = clean_theme(theme)
    return _Composing(
        theme, Player.of(instrument, level), voice, Draw(seed, "song", theme.casefold()), seed, locks
    ).plan()


@attrs.define
class _Composing:
    """One song on its way; methods in the order in which things are decided."""

    theme: str
    player: Player
    voice: VoiceName
    draw: Draw
    seed: int
    locks: Locks

    def plan(self) -> Plan:
        reading = read_theme(subject_of(self.theme))
        mood = settled_mood(self.locks) or mood_asked(asked_of(self.theme)) or self._mood(reading)
        genre = choose_genre(self.theme, mood, self.player.level, self.locks, self.draw.child("genre"))
        feel = choose_feel(genre, mood, self.locks, self.draw.child("groove"))
        tempo_bpm = settled_tempo(self.locks) or choose_tempo(feel, mood, self.draw.child("tempo"))
        names = self._form(genre)
        order = tuple(dict.fromkeys(names))
        own = {name: settled for name in order if (settled := settled_chords(self.locks, name)) is not None}
        key, chords = self._chords(genre, feel, mood, tempo_bpm, order, own)
        played = [symbol for name in names for symbol, _ in chords[name]]
        player = attrs.evolve(self.player, capo=self._capo(played))
        ideas = title_ideas(self.theme, reading, mood, self.draw.child("title"))
        title = ideas[0] if "title" not in self.locks else str(self.locks.get("title"))
        parts = self._parts(names, genre)
        sections = self._sections(reading, title, mood, genre, feel, tempo_bpm, key, chords, parts)
        pattern = settled_name(self.locks, "pattern") or self._pattern(feel)
        data = records.to_data(
            Plan(
                format=FORMAT, theme=self.theme, level=player.level, instrument=player.instrument, voice=self.voice,
                seed=self.seed, genre=genre.name, mood=mood, title=title, title_ideas=ideas, key=key.name,
                key_why=why_key(key, played, player, mood), tempo_bpm=tempo_bpm, metre=feel.metre, groove=feel.groove,
                feel=feel.words, pattern=pattern, capo=player.capo, form=parts, form_why=form_advice(names, genre),
                sections=sections, chords=chords_to_learn(played, player), steps=(),
                practice=PracticePlan(0, 0, (), ()),
            )
        )  # fmt: skip
        data["locked"] = list(self.locks.paths)
        plan = _read(Plan, overridden(data, self.locks.without("steps", "practice")))
        song = SongSoFar(plan, player, tuple(played))
        plan = attrs.evolve(plan, steps=steps_for(song), practice=practice_plan(song))
        plan = _read(Plan, overridden(records.to_data(plan), self.locks))
        check(plan)
        return plan

    def _mood(self, reading: Reading) -> Mood:
        """Of the subject; where no word of it is known, of all that was said."""
        return mood_of(reading if reading.rows else read_theme(self.theme))

    def _form(self, genre: Genre) -> tuple[str, ...]:
        value = self.locks.get("form")
        required = list(self.locks.sections)
        if value is not None:
            names = read_form(value)
            if missing := [name for name in required if name not in names]:
                raise PlanOptionError(
                    f"the form has no {missing[0]}, but one of its fields is locked: add it or unlock it"
                )
            return names
        return choose_form(genre, self.player.level, list(dict.fromkeys(required)), self.draw.child("form"))

    def _parts(self, names: tuple[str, ...], genre: Genre) -> tuple[FormPart, ...]:
        """The form, with the titles and tasks that it was given with."""
        parts = parts_of(names, genre)
        value = self.locks.get("form")
        given = [records.to_data(item) for item in value] if isinstance(value, list | tuple) else []
        if not given or not all(isinstance(item, dict) for item in given):
            return parts
        return tuple(
            _read(FormPart, records.to_data(own) | item, f"plan.form[{at}]")
            for at, (own, item) in enumerate(zip(parts, given, strict=True))
        )

    def _chords(
        self, genre: Genre, feel: Feel, mood: Mood, tempo_bpm: int, order: tuple[str, ...], own: dict[str, TimedSymbols]
    ) -> tuple[Key, dict[str, TimedSymbols]]:
        key = settled_key(self.locks)
        own_symbols = [symbol for chords in own.values() for symbol, _ in chords if symbol.is_chord]
        if key is None and own_symbols:
            key = find_keys(own_symbols, limit=1)[0].key
        mode = key.mode if key is not None else choose_mode(genre, mood, self.draw.child("mode"))
        first_songs = self.player.level == "beginner" and key is None
        if first_songs:
            mode = plain_mode(mode)
        brief = HarmonyBrief(_near(mode), genre, mood, self.player.level, tempo_bpm, feel.metre, order)
        known: dict[str, Progression] = {}
        if key is not None:
            tonic = key.tonic.pitch_class
            known = {
                name: tuple((bare, bars) for symbol, bars in chords if (bare := bared(symbol, tonic)) is not None)
                for name, chords in own.items()
            }
        made = write_progressions(
            brief, {name: chords for name, chords in known.items() if chords}, self.draw.child("chords")
        )
        if first_songs:
            key, made = choose_easy_key(mode, made, self.player, self.draw.child("key"))
        elif key is None:
            key = choose_key(mode, made, self.player, self.draw.child("key"))
        written = {
            name: own.get(name) or tuple((spelled(bare, key), bars) for bare, bars in made[name]) for name in order
        }
        return key, written

    def _capo(self, symbols: list[ChordSymbol]) -> int:
        value = self.locks.get("capo")
        if value is None:
            return easy_capo(symbols, self.player) if "key" in self.locks else 0
        if isinstance(value, bool) or not isinstance(value, int):
            raise PlanOptionError(f"capo: a fret is needed, not {str(value)[:40]!r}")
        if self.player.is_keyboard and value:
            raise PlanOptionError("capo: a keyboard has none; give 0")
        if not self.player.is_keyboard:
            try:
                _ = attrs.evolve(self.player, capo=value).board
            except CapoError as error:
                raise PlanOptionError(f"capo: {error}") from None
        return value

    def _pattern(self, feel: Feel) -> str:
        if self.player.is_bass:
            return feel.bass_pattern
        return feel.easy_pattern if self.player.level == "beginner" else feel.pattern

    def _sections(
        self, reading: Reading, title: str, mood: Mood, genre: Genre, feel: Feel, tempo_bpm: int, key: Key,
        chords: dict[str, TimedSymbols], parts: tuple[FormPart, ...],
    ) -> tuple[Section, ...]:  # fmt: skip
        felt = GROOVES[feel.groove]
        bar_seconds = 60.0 * felt.beats / felt.quarter_bpm(tempo_bpm)
        view = point_of_view(mood, self.draw.child("view"))
        titles = section_titles(parts)
        result = []
        for name, own in chords.items():
            draw = self.draw.child("section", name)
            following = _following(name, parts)
            then = chords[following][0][0] if following else None
            symbols = [symbol for symbol, _ in own if symbol.is_chord]
            result.append(
                Section(
                    name=name, title=titles[name], energy=_energy(name, mood), chords=planned(own, key),
                    cadence=cadence(own, key, then),
                    why=section_why(name, own, key, chords, within(titles[following]) if following else None),
                    melody=melody_prompt(name, symbols, key, self.voice, feel.metre, mood, draw.child("melody")),
                    lyrics=lyric_prompt(
                        name, reading=reading, title=title, mood=mood, bars=sum(bars for _, bars in own),
                        bar_seconds=bar_seconds, is_blues=genre.harmony == "blues",
                        has_chorus="chorus" in chords, view=view, draw=draw.child("lyrics"),
                    ),
                )
            )  # fmt: skip
        return tuple(result)


def _near(mode: Mode) -> Mode:
    """The mode whose chords are known, nearest to a rarer one."""
    return {Mode.LYDIAN: Mode.MAJOR, Mode.LOCRIAN: Mode.PHRYGIAN}.get(mode, mode)


def _energy(name: str, mood: Mood) -> float:
    return round(min(1.0, max(0.1, ENERGY[name] + 0.15 * mood.energy)), 2)


def _following(name: str, parts: tuple[FormPart, ...]) -> str | None:
    """The section that follows this one first, another than itself; None at the end."""
    for one, two in pairwise(parts):
        if one.section == name and two.section != name:
            return two.section
    return None


def _read(kind: type[T], data: dict[str, Any], path: str = "plan") -> T:
    try:
        return records.from_data(kind, data, path)
    except PlanFormatError as error:
        raise PlanOptionError(str(error)) from None
