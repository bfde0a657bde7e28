"""The order of sections, what each pass through one is for, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.errors import PlanOptionError
from chordwork.music.songwriting.genres import Genre
from chordwork.music.songwriting.model import MAX_PARTS, SECTION_NAMES, FormPart

ENERGY: Final[dict[str, float]] = {
    "intro": 0.35, "verse": 0.45, "pre-chorus": 0.6, "chorus": 0.8, "post-chorus": 0.8, "refrain": 0.7, "bridge": 0.55,
    "solo": 0.75, "interlude": 0.4, "outro": 0.45,
}  # fmt: skip
"""How much the band does in a song of medium energy."""
_TITLES: Final = {"pre-chorus": "Pre-chorus", "post-chorus": "Post-chorus"}
_JAZZ_TITLES: Final = {"verse": "A part", "bridge": "B part (bridge)"}
_SIMPLE: Final = "intro verse chorus verse chorus outro"
_BEGINNER_MOST: Final = 4
"""Different sections that a beginner learns at once."""

_TASKS: Final[dict[str, tuple[str, ...]]] = {
    "intro": ("Only the instrument: let the listener arrive.",),
    "verse": (
        "The scene: set it up.", "What changed? Same chords, new facts, closer to the heart.",
        "How it ends, or what is left.", "One more turn of the story.",
    ),
    "pre-chorus": ("Build: play a little more each bar.", "As before, and one layer more."),
    "chorus": (
        "The message, all of it.", "The same words: people sing along now.",
        "The same words, one thing new: a clap, a stop, a harmony.",
        "Biggest of all: add a second voice, or repeat it.",
    ),
    "post-chorus": ("The hook without a story.",),
    "refrain": ("The line that returns.", "The line that returns: it means more now."),
    "bridge": ("The other side of it: drop the volume, then build.", "Back to the other side, shorter in feeling."),
    "solo": ("No words: the tune, varied.",),
    "interlude": ("Breathe.",),
    "outro": ("Slow down over the last two bars and let the last chord ring.",),
}  # fmt: skip


def choose_form(genre: Genre, level: str, required: Sequence[str], draw: Draw) -> tuple[str, ...]:
    """Section names in playing order.

    Args:
        genre: has the usual ones.
        level: beginners get fewer different sections.
        required: sections that must occur.
        draw: chance.
    """
    options = [(tuple(text.split()), weight) for text, weight in genre.forms]
    if level == "beginner":
        few = [option for option in options if len(set(option[0]) - {"solo"}) <= _BEGINNER_MOST]
        options = few or [(tuple(_SIMPLE.split()), 1.0)]
    whole = [option for option in options if set(required) <= set(option[0])]
    if whole:
        return draw.choose([names for names, _ in whole], [weight for _, weight in whole])
    return _with_required(draw.choose([n for n, _ in options], [w for _, w in options]), required)


def _with_required(names: Sequence[str], required: Sequence[str]) -> tuple[str, ...]:
    """A form with the missing sections put where they belong: early ones first, the others before the last chorus."""
    result = list(names)
    for name in required:
        if name in result:
            continue
        if name == "intro":
            result.insert(0, name)
        elif name == "outro":
            result.append(name)
        elif name == "pre-chorus" and "chorus" in result:
            for at in reversed([at for at, each in enumerate(result) if each == "chorus"]):
                if at and result[at - 1] == "verse":
                    result.insert(at, name)
            if name not in result:
                result.insert(result.index("chorus"), name)
        elif name == "verse":
            result.insert(1 if result[:1] == ["intro"] else 0, name)
        else:
            last = max((at for at, each in enumerate(result) if each in ("chorus", "verse")), default=len(result))
            result.insert(last, name)
    return tuple(result)


def parts_of(names: Sequence[str], genre: Genre) -> tuple[FormPart, ...]:
    """The form with titles and tasks; sections that return are numbered."""
    total, seen = Counter(names), Counter[str]()
    parts = []
    for name in names:
        seen[name] += 1
        tasks = _TASKS[name]
        title = title_of(name, genre, names)
        numbered = name in ("verse", "chorus") and total[name] > 1
        task = tasks[min(seen[name], len(tasks)) - 1]
        if name == "chorus" and total[name] > 2:
            task = tasks[-1] if seen[name] == total[name] else tasks[min(seen[name], len(tasks) - 1) - 1]
        parts.append(FormPart(name, f"{title} {seen[name]}" if numbered else title, task))
    return tuple(parts)


def title_of(name: str, genre: Genre, names: Sequence[str]) -> str:
    """A section's name for people, in a form of these sections."""
    if _is_aaba(names, genre) and name in _JAZZ_TITLES:
        return _JAZZ_TITLES[name]
    return _TITLES.get(name, name.capitalize())


def section_titles(parts: Sequence[FormPart]) -> dict[str, str]:
    """Names for people by section, as the form has them: "Verse" where its parts are "Verse 1" and "Verse 2"."""
    titles: dict[str, str] = {}
    for part in parts:
        titles.setdefault(part.section, part.title.rstrip("0123456789").rstrip() or part.title)
    return titles


def _is_aaba(names: Sequence[str], genre: Genre) -> bool:
    """Whether verses and bridge are the parts of a standard; with a chorus, the form is a song's as any other."""
    return genre.harmony == "jazz" and "bridge" in names and "chorus" not in names


def form_advice(names: Sequence[str], genre: Genre) -> str:
    """Why this form, and how to use it."""
    if genre.harmony == "blues":
        return (
            "Twelve bars, again and again: sing a line, sing it again with a twist, then answer it. "
            "Each chorus of twelve bars is one verse; leave the second half of every line to the instrument."
        )
    if _is_aaba(names, genre):
        return (
            "AABA: the A part three times, so that it is remembered, and a bridge that makes one miss it. "
            "Thirty-two bars; play them once, improvise over them, play them again."
        )
    text = "Verses tell, the chorus says it: the verses change their words, the chorus keeps them."
    if "pre-chorus" in names:
        text += " The pre-chorus tightens the spring between them."
    if "bridge" in names:
        text += " The bridge comes late, with new chords, so that the last chorus feels new again."
    if names[0] == "chorus":
        text += " Starting with the chorus puts the hook into the first ten seconds."
    if "solo" in names:
        text += " The solo rests the words."
    return text + " If it feels long, leave out a verse, never a chorus."


def read_form(value: object) -> tuple[str, ...]:
    """Section names from a text, a list of names or a list of parts.

    Raises:
        PlanOptionError: no such section, none, or too many.
    """
    items = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not 1 <= len(items) <= MAX_PARTS:
        raise PlanOptionError(f"form: give 1 to {MAX_PARTS} section names, such as 'verse chorus verse chorus'")
    names = []
    for item in items:
        name = item.section if isinstance(item, FormPart) else item.get("section") if isinstance(item, dict) else item
        if name not in SECTION_NAMES:
            raise PlanOptionError(f"form: no section {str(name)[:40]!r} here: choose from {', '.join(SECTION_NAMES)}")
        names.append(str(name))
    return tuple(names)
