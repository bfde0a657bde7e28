"""Prompts for the words: what each section tells, its lines and rhymes, and pictures to build it from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chordwork.music.songwriting.choices.mood import CONTRARY_MOODS, FAIRLY_SURE
from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.model import LyricPrompt, Mood, RhymeSet
from chordwork.music.songwriting.words.reading import Reading
from chordwork.music.songwriting.words.scenes import pictures_of_mood

WORDLESS: Final = frozenset({"intro", "solo", "interlude"})
"""Sections without words."""
NEAR: Final = 32
"""Pictures that a song's sections share among them."""
IMAGES: Final = 8
OWN_IMAGES: Final = 3
"""Of these, nouns of the theme at most; they come first."""
FEW_IMAGES: Final = 6
"""With fewer of the theme, a few of its mood join them."""
RHYMED_WORDS: Final = 3
RHYMES: Final = 6
FEWEST_RHYMES: Final = 3
MOST_LINES: Final = 8
LINE_BARS: Final = 2.0
"""Bars of a sung line, as long as it lasts at least"""
SHORTEST_LINE_S: Final = 3.0
"""so many seconds"""
LONGEST_LINE_S: Final = 8.5
"""and at most so many; else twice or half as many."""
SYLLABLES: Final = (4.0, 1.0)
"""Of a line: so many, and so many more for each second; slow lines are held, not filled."""

_JOBS: Final[dict[str, tuple[str, ...]]] = {
    "verse": (
        "Show the scene: who is there, where, at what hour. Name things, not feelings.",
        "Tell what happened, in order, as you would to a friend. Keep the reason for the chorus.",
        "Look at one small thing closely; let it stand for the whole.",
    ),
    "pre-chorus": (
        "Turn from the scene to the feeling: one thought that makes the chorus necessary.",
        "Ask the question that the chorus answers.",
    ),
    "chorus": (
        "Say the one thing that the song is about, plainly. Sing the title in the first or the last line.",
        "Sing the title, say what it means to you, sing it again. Few words, long vowels.",
    ),
    "refrain": ("One line that returns, with the title in it.",),
    "bridge": (
        "Step back: what has nobody said so far? Another time, another person, or the opposite view.",
        "Say what you would do differently, or what you hope for. New words, no title.",
    ),
    "post-chorus": ("A few syllables that everybody can sing.",),
    "outro": ("The title once more, or the first line of the song: it means something else now.",),
    "intro": ("No words yet.",),
    "solo": ("No words: let the tune speak.",),
    "interlude": ("No words: room to breathe.",),
}  # fmt: skip
_VIEWS: Final[dict[str, tuple[str, ...]]] = {
    "happy": ("we, to everybody in the room", "I, to you", "you, as if you told a friend what to do tonight"),
    "calm": ("I, to myself", "I, to you, who are near", "somebody who only watches and describes"),
    "sad": ("I, to you, who cannot hear it", "she or he, seen from outside", "I, to the one I was years ago"),
    "tense": ("I, to you, face to face", "we, against them", "I, in the present tense, while it happens"),
}  # fmt: skip
_SCHEMES: Final[dict[int, tuple[str, ...]]] = {
    1: ("A",), 2: ("AA",), 3: ("ABA",), 4: ("ABCB", "ABAB", "AABB"), 5: ("ABCCB",), 6: ("AABCCB", "ABCBDB"),
    7: ("AABBCCB",), 8: ("ABCBDEFE", "ABABCDCD"),
}  # fmt: skip
_OPENINGS: Final = (
    "Begin with something you can see: “{image} …”",
    "Begin with an hour and a place, then put “{image}” into the picture.",
    "Begin in the middle of things, with “{image}” already in sight.",
    "Begin with a question about “{image}”.",
    "Begin with a sound or a smell, and let it lead to “{image}”.",
)
_CHORUS_OPENINGS: Final = (
    "First line: “{title}”, sung as if for the first time.",
    "Build up to “{title}” and put it on the last line.",
)


def lyric_prompt(
    name: str,
    *,
    reading: Reading,
    title: str,
    mood: Mood,
    bars: float,
    bar_seconds: float,
    is_blues: bool,
    has_chorus: bool,
    view: str,
    draw: Draw,
) -> LyricPrompt:
    """A prompt for one section.

    Args:
        name: of the section.
        reading: the theme as it was understood.
        title: of the song.
        mood: of the theme.
        bars: length of the section.
        bar_seconds: length of a bar.
        is_blues: three lines, the first sung twice.
        has_chorus: some section is one, and prompts may speak of it.
        view: who speaks to whom.
        draw: chance.
    """
    jobs = [job for job in _JOBS.get(name, _JOBS["verse"]) if has_chorus or "chorus" not in job]
    job = draw.child("job").choose(jobs or _JOBS["verse"])
    if name in WORDLESS:
        return LyricPrompt(job, view, 0, 0, 0, "", (), (), "")
    lines = 3 if is_blues and name in ("verse", "chorus") else lines_in(bars, bar_seconds)
    if name == "outro":
        lines = min(lines, 2)
    middle = SYLLABLES[0] + SYLLABLES[1] * min(LONGEST_LINE_S, bars * bar_seconds / lines)
    low, high = round(middle) - 2, round(middle) + 2
    scheme = "AAB" if lines == 3 and is_blues else draw.child("scheme").choose(_SCHEMES.get(lines, ("A" * lines,)))
    images = _images(reading, mood, draw.child("images"))
    opening = _opening(name, title, images, draw.child("opening"))
    return LyricPrompt(job, view, lines, low, high, scheme, images, _rhymes(images, reading, mood), opening)


def point_of_view(mood: Mood, draw: Draw) -> str:
    """Who speaks to whom: one choice for the whole song."""
    return draw.choose(_VIEWS[mood.name])


def lines_in(bars: float, bar_seconds: float) -> int:
    """How many lines of sung text a section holds."""
    line_bars = LINE_BARS
    if line_bars * bar_seconds < SHORTEST_LINE_S:
        line_bars *= 2
    elif line_bars * bar_seconds > LONGEST_LINE_S:
        line_bars /= 2
    return max(1, min(MOST_LINES, round(bars / line_bars)))


def _images(reading: Reading, mood: Mood, draw: Draw) -> tuple[str, ...]:
    """The theme's own nouns, and things that a song about it can show; each section sees others of them. Where these
    are few, pictures of the mood join an English theme; nothing joins one in another language."""
    own = reading.nouns
    if len(own) > OWN_IMAGES:
        own = (own[0], *draw.child("own").sample(own[1:], OWN_IMAGES - 1))
    near = reading.related(NEAR, without=CONTRARY_MOODS[mood.name])
    wanted = IMAGES - len(own)
    if len(near) > wanted:
        near = tuple(draw.sample(near, wanted, [1.0 / (4 + place) for place in range(len(near))]))
    images = (*own, *near)
    if len(images) >= FEW_IMAGES or not reading.is_english:
        return images
    likely = mood.name if mood.confidence >= FAIRLY_SURE else "calm"
    general = [picture for picture in pictures_of_mood(likely) if picture not in images]
    return (*images, *draw.child("mood").sample(general, (FEW_IMAGES if images else IMAGES) - len(images)))


def _rhymes(images: Sequence[str], reading: Reading, mood: Mood) -> tuple[RhymeSet, ...]:
    """Line ends: of the theme's own words first, then of the pictures; no two sets that rhyme with each other. English
    ones: a theme in another language gets none."""
    found: list[RhymeSet] = []
    if not reading.is_english:
        return ()
    ends = [image.split()[-1] for image in images]
    nouns = [noun.lower() for noun in reading.nouns]
    said = [word.text for word in reading.words if word.text in reading.text.casefold()]
    for word in dict.fromkeys((*nouns, *said, *ends)):
        rhymes = reading.rhymes(word, RHYMES, without=CONTRARY_MOODS[mood.name])
        known = {each for rhymed in found for each in (rhymed.word, *rhymed.rhymes)}
        if len(rhymes) >= FEWEST_RHYMES and not known & {word, *rhymes}:
            found.append(RhymeSet(word, rhymes))
        if len(found) == RHYMED_WORDS:
            break
    return tuple(found)


def _opening(name: str, title: str, images: Sequence[str], draw: Draw) -> str:
    if name in ("chorus", "refrain", "outro"):
        return draw.choose(_CHORUS_OPENINGS).format(title=title)
    return draw.choose(_OPENINGS).format(image=images[0]) if images else ""
