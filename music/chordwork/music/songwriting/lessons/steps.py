"""Numbered steps from nothing to a finished song, at the player's level and on the player's instrument."""

from __future__ import annotations

from collections.abc import Sequence

from chordwork.harmony import to_lead_sheet
from chordwork.music.accompaniment import GROOVES
from chordwork.music.songwriting.lessons.practising import SongSoFar, change_in, changes_text, ladder_bpm
from chordwork.music.songwriting.model import ChordToLearn, MelodyTarget, Section, Step, StepKind
from chordwork.music.tabs import PATTERNS


def steps_for(song: SongSoFar) -> tuple[Step, ...]:
    """The steps; more and smaller ones for a beginner."""
    makers = {
        "beginner": (_listen, _first_chords, _first_change, _keep_time, _first_section, _other_chords, _hum, _speak,
                     _write_chorus, _write_verses, _join, _record),
        "intermediate": (_listen, _all_chords, _hardest_change, _groove, _sing_targets, _write_chorus, _write_verses,
                         _other_parts, _dynamics, _record),
        "advanced": (_listen, _all_chords, _sing_targets, _write_chorus, _write_verses, _reharmonise,
                     _other_parts, _dynamics, _record),
    }[song.plan.level]  # fmt: skip
    made = [made for maker in makers if (made := maker(song)) is not None]
    return tuple(Step(number, *each) for number, each in enumerate(made, 1))


Made = tuple[StepKind, str, str, int]


def _listen(song: SongSoFar) -> Made:
    return (
        "listen", "Hear it first",
        f"Let the band play the song ({GROOVES[song.plan.groove].title}, {song.plan.tempo_text}) and tap your foot: "
        f"{song.plan.feel}. Count the bars of each section. Nothing to play yet.", 5,
    )  # fmt: skip


def _first_chords(song: SongSoFar) -> Made:
    section = song.section("verse", "chorus")
    used = {chord.symbol for chord in section.chords}
    first = [chord for chord in song.plan.chords if chord.symbol in used]
    what = "roots" if song.player.is_bass else "chords"
    return (
        "learn", f"Learn the {what} of the {section.title_within}",
        f"{_capo(song)}{_shapes(song, first)} {_hold(song)}", 15,
    )  # fmt: skip


def _capo(song: SongSoFar) -> str:
    fret = song.player.capo
    return (
        f"Put the capo behind fret {fret}; frets are counted from there, and the shapes have other names. "
        if fret
        else ""
    )


def _hold(song: SongSoFar) -> str:
    """How a beginner gets a chord to sound."""
    if song.player.is_keyboard:
        return (
            "One at a time: right hand on the chord, left hand on its first note, an octave or two lower. Press all "
            "keys at the same moment. Lift both hands off, place them again, ten times."
        )
    if song.player.is_bass:
        return (
            "One at a time: press right behind the fret, pluck, let it ring for four beats, and stop it with the same "
            "finger. Say its name aloud. Ten times each."
        )
    return (
        "One at a time: place the fingers, pluck every string, and move a finger closer to the fret where one buzzes. "
        "Lift the hand off, place it again, ten times."
    )


def _all_chords(song: SongSoFar) -> Made:
    hard = [chord for chord in song.plan.chords if chord.difficulty == "hard"]
    text = f"{_capo(song)}{_shapes(song, song.plan.chords)}"
    if hard:
        text += f" Give {hard[-1].symbol} most of the time. {hard[-1].tip}"
    return "learn", "Get the chords into the hands", text, 10


def _first_change(song: SongSoFar) -> Made | None:
    """The hardest change among the chords that were learned first."""
    section = song.section("verse", "chorus")
    change = change_in(section, song.player)
    if change is None:
        return None
    one, two = map(to_lead_sheet, change)
    return (
        "learn", f"The change from {one} to {two}",
        f"{changes_text(song, change)} It is the hardest change of the {section.title_within}.", 10,
    )  # fmt: skip


def _hardest_change(song: SongSoFar) -> Made | None:
    change = song.hardest_change
    if change is None:
        return None
    one, two = map(to_lead_sheet, change)
    return (
        "learn", f"The change from {one} to {two}",
        f"{changes_text(song, change)} It is the hardest change of this song; the others will feel easy after it.", 10,
    )  # fmt: skip


def _keep_time(song: SongSoFar) -> Made:
    slow = ladder_bpm(song)[0]
    title = "The hand that keeps time"
    if song.player.is_keyboard:
        text = f"Choose one chord. Left hand: its lowest note on the first beat of each bar. Right hand: the chord on \
every beat, all fingers together, at {slow} bpm until it runs by itself."
        return "play", title, text, 10
    pattern = PATTERNS[song.plan.pattern].title
    if song.player.is_bass:
        text = (
            f"Play the line “{pattern}” on one root with two fingers in turn, at {slow} bpm, until it runs by itself."
        )
        return "play", title, text, 10
    how = "pluck" if PATTERNS[song.plan.pattern].kind == "pick" else "play"
    return (
        "play", title,
        f"Mute the strings with one hand and {how} the rhythm “{pattern}” with the other until it runs by itself, "
        f"at {slow} bpm. Only then add one chord.", 10,
    )  # fmt: skip


def _groove(song: SongSoFar) -> Made:
    slow, section = ladder_bpm(song)[0], song.section("verse")
    what = (
        "Play chords in the rhythm of the band"
        if song.player.is_keyboard
        else f"Play “{PATTERNS[song.plan.pattern].title}”"
    )
    return (
        "play", "Lock in with the band",
        f"{what}: one {'note' if song.player.is_bass else 'chord'} with the band at {slow} bpm, then the whole "
        f"{section.title_within}. "
        f"Feel: {song.plan.feel}.", 10,
    )  # fmt: skip


def _first_section(song: SongSoFar) -> Made:
    section = song.section("verse", "chorus")
    player = song.player
    first = "one note" if player.is_bass else "one chord" if player.is_keyboard else "one strum"
    what = "note" if player.is_bass else "chord"
    return (
        "play", f"Play the {section.title_within}",
        f"{section.chart}. First {first} a bar, then the rhythm, at {ladder_bpm(song)[0]} bpm. If a change is late, "
        f"keep the rhythm going and let the {what} arrive when it can.", 15,
    )  # fmt: skip


def _hum(song: SongSoFar) -> Made:
    section = song.section("chorus", "refrain", "verse")
    notes = ", ".join(f"{target.note} over {target.chord}" for target in _distinct(section)[:4])
    return (
        "sing", "Find a tune by humming",
        f"Play the {section.title_within} slowly and hum. If nothing comes, aim at these notes: {notes}. "
        f"Give the line this shape: {section.melody.contour}. Record three tries and keep the one you remember "
        "tomorrow.", 15,
    )  # fmt: skip


def _speak(song: SongSoFar) -> Made:
    section = song.section("verse")
    images = ", ".join(section.lyrics.images[:4])
    return (
        "write", "Collect words",
        f"Ten minutes without stopping: write down everything you see, hear and smell when you think of the theme; "
        f"these may help: {images}. Underline what you would not have expected.", 10,
    )  # fmt: skip


def _write_chorus(song: SongSoFar) -> Made:
    section = song.section("chorus", "refrain", "verse")
    lyrics = section.lyrics
    return (
        "write", f"Write the {section.title_within}",
        f"{lyrics.job} {_lines(section)} {lyrics.opening}", 20,
    )  # fmt: skip


def _write_verses(song: SongSoFar) -> Made | None:
    section = song.section("verse")
    if section == song.section("chorus", "refrain", "verse") or not section.lyrics.lines:
        return None
    tasks = " ".join(f"{part.title}: {part.task}" for part in song.plan.form if part.section == section.name)
    return (
        "write", "Write the verses",
        f"{section.lyrics.job} {_lines(section)} {section.lyrics.opening} {tasks}", 30,
    )  # fmt: skip


def _other_chords(song: SongSoFar) -> Made | None:
    section = song.section("verse", "chorus")
    used = {chord.symbol for chord in section.chords}
    rest = [chord for chord in song.plan.chords if chord.symbol not in used]
    if not rest:
        return None
    text = f"{_shapes(song, rest)} As before: slowly, one at a time; then in their sections."
    change = song.hardest_change
    if change is not None and change != change_in(section, song.player):
        one, two = map(to_lead_sheet, change)
        text += f" The hardest change is from {one} to {two}: one minute of that."
    easier = [chord for chord in rest if chord.difficulty == "hard" and "stand in" in chord.tip]
    if easier:
        text += f" {easier[0].symbol} is hard: {_lowered(easier[0].tip[easier[0].tip.index('Until') :])}"
    what = "roots" if song.player.is_bass else "chords"
    return "learn", f"Learn the {what} that are left", text, 15


def _other_parts(song: SongSoFar) -> Made | None:
    rest = [section for section in song.plan.sections if section.name not in ("verse", "chorus")]
    if not rest:
        return None
    charts = " ".join(f"{section.title}: {section.chart}." for section in rest)
    return "play", "The other parts", f"{charts} Play each after the part that comes before it in the song.", 15


def _sing_targets(song: SongSoFar) -> Made:
    section = song.section("chorus", "refrain", "verse")
    notes = ", ".join(f"{target.note} ({target.degree} of {target.chord})" for target in _distinct(section)[:5])
    return (
        "sing", "A line through the changes",
        f"Sing only these notes over the {section.title_within}: {notes}. Now connect them. "
        f"Shape: {section.melody.contour}. Rhythm: {section.melody.rhythm}. "
        f"Stay between {section.melody.low} and {section.melody.high}.", 15,
    )  # fmt: skip


def _reharmonise(song: SongSoFar) -> Made:
    section = song.section("verse")
    return (
        "arrange", "Make it yours",
        f"Ask for other chords for one bar of the {section.title_within} (suggestions: reharmonise) and keep one swap "
        "that the tune likes. Move one bass note so that the bass walks by steps.", 15,
    )  # fmt: skip


def _join(song: SongSoFar) -> Made:
    order = " – ".join(part.title for part in song.plan.form)
    return (
        "arrange", "Put it together",
        f"{order}. First without singing at {ladder_bpm(song)[0]} bpm. Say aloud, a bar ahead, which part comes "
        "next.", 20,
    )  # fmt: skip


def _dynamics(song: SongSoFar) -> Made:
    loud = max(song.plan.sections, key=lambda section: section.energy)
    soft = min(song.plan.sections, key=lambda section: section.energy)
    fewer = "fewer notes" if song.player.is_keyboard or song.player.is_bass else "fewer strings"
    return (
        "arrange", "Loud and soft",
        f"The {soft.title_within} is the quietest place, the {loud.title_within} the fullest. Leave something out of "
        f"every other part: {fewer}, a bar of silence, no bass. What comes back counts double.", 10,
    )  # fmt: skip


def _record(song: SongSoFar) -> Made:
    return (
        "finish", "Record it and sleep on it",
        f"One take of “{song.plan.title}” on a phone, with mistakes. Listen tomorrow: which line do you skip in your "
        "mind? Rewrite that one.", 15,
    )  # fmt: skip


def _shapes(song: SongSoFar, chords: Sequence[ChordToLearn]) -> str:
    named = []
    for chord in chords:
        if song.player.is_keyboard:
            named.append(f"{chord.symbol} ({chord.shape})")
            continue
        name = f"{chord.symbol} ({chord.shape_name} shape)" if chord.shape_name != chord.symbol else chord.symbol
        named.append(f"{name} {chord.shape}".strip())
    return f"{', '.join(named)}."


def _lines(section: Section) -> str:
    lyrics = section.lyrics
    if not lyrics.lines:
        return ""
    count = f"{lyrics.lines} line{'s' * (lyrics.lines > 1)}"
    return f"{count} of {lyrics.syllables_low} to {lyrics.syllables_high} syllables, rhymed {lyrics.scheme}."


def _distinct(section: Section) -> list[MelodyTarget]:
    return list(dict.fromkeys(section.melody.targets))


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
