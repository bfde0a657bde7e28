"""Prompts for the words: what each section tells, its lines and rhymes, and pictures to build it from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.meaning import ThemeWord, related_words, rhyming_words
from chordwork.music.songwriting.mood import Mood
from chordwork.music.songwriting.plan import LyricPrompt, RhymeSet

WORDLESS: Final = frozenset({"intro", "solo", "interlude"})
"""Sections without words."""
IMAGES: Final = 8
RHYMED_WORDS: Final = 3
RHYMES: Final = 6
LINE_SECONDS: Final = 4.5
"""A sung line of usual length."""
SYLLABLES_A_SECOND: Final = 1.9
"""Of sung lines, pauses included."""

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
    1: ("A",), 2: ("AA",), 3: ("AAB",), 4: ("ABCB", "ABAB", "AABB"), 5: ("ABCCB",), 6: ("AABCCB", "ABCBDB"),
    8: ("ABCBDEFE", "ABABCDCD"),
}  # fmt: skip
_OPENINGS: Final = (
    "Begin with something you can touch: “{image} …”",
    "Begin with an hour and a place, then put “{image}” into the picture.",
    "Begin in the middle: “And then the {image} …”",
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
    words: Sequence[ThemeWord],
    title: str,
    mood: Mood,
    bars: float,
    bar_seconds: float,
    is_blues: bool,
    view: str,
    draw: Draw,
) -> LyricPrompt:
    """A prompt for one section.

    Args:
        name: of the section.
        words: of the theme.
        title: of the song.
        mood: of the theme.
        bars: length of the section.
        bar_seconds: length of a bar.
        is_blues: three lines, the first sung twice.
        view: who speaks to whom.
        draw: chance.
    """
    job = draw.child("job").choose(_JOBS.get(name, _JOBS["verse"]))
    if name in WORDLESS:
        return LyricPrompt(job, view, 0, 0, 0, "", (), (), "")
    lines = 3 if is_blues and name in ("verse", "chorus") else lines_in(bars, bar_seconds)
    seconds = bars * bar_seconds / lines
    middle = SYLLABLES_A_SECOND * seconds
    low, high = max(3, round(0.8 * middle)), max(5, round(1.2 * middle))
    scheme = "AAB" if lines == 3 and is_blues else draw.child("scheme").choose(_SCHEMES.get(lines, ("A" * lines,)))
    images = _images(name, words, mood, draw.child("images"))
    opening = _opening(name, title, images, draw.child("opening"))
    return LyricPrompt(job, view, lines, low, high, scheme, images, _rhymes(images, words), opening)


def point_of_view(mood: Mood, draw: Draw) -> str:
    """Who speaks to whom: one choice for the whole song."""
    return draw.choose(_VIEWS[mood.name])


def lines_in(bars: float, bar_seconds: float) -> int:
    """How many lines of sung text a section holds: 1, 2, 4 or 8."""
    counts = [count for count in (1, 2, 4, 8) if count <= max(1.0, bars)]
    return min(counts, key=lambda count: (abs(bars * bar_seconds / count - LINE_SECONDS), count))


def _images(name: str, words: Sequence[ThemeWord], mood: Mood, draw: Draw) -> tuple[str, ...]:
    """Words near the theme; each section sees others of them."""
    near = related_words(tuple(words), 40) or _WITHOUT_WORDS[mood.name]
    return tuple(draw.sample(near, IMAGES, [1.0 / (4 + place) for place in range(len(near))]))


def _rhymes(images: Sequence[str], words: Sequence[ThemeWord]) -> tuple[RhymeSet, ...]:
    found = []
    own = [word.text for word in words]
    for word in (*own, *images):
        rhymes = rhyming_words(word, tuple(words), RHYMES)
        if len(rhymes) >= 2:
            found.append(RhymeSet(word, rhymes))
        if len(found) == RHYMED_WORDS:
            break
    return tuple(found)


def _opening(name: str, title: str, images: Sequence[str], draw: Draw) -> str:
    if name in ("chorus", "refrain", "outro"):
        return draw.choose(_CHORUS_OPENINGS).format(title=title)
    return draw.choose(_OPENINGS).format(image=images[0]) if images else ""


_WITHOUT_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "happy": ("sunlight", "window", "dancing", "street", "summer", "laughter", "morning", "friends", "radio"),
    "calm": ("window", "water", "evening", "blanket", "candle", "garden", "river", "silence", "breath", "moonlight"),
    "sad": ("window", "rain", "letter", "empty", "station", "winter", "photograph", "doorway", "shadow", "telephone"),
    "tense": ("footsteps", "siren", "wire", "shadow", "engine", "thunder", "alley", "mirror", "fever", "midnight"),
}  # fmt: skip
"""Pictures for a theme of which no word is known."""
