"""Hypothesis strategies for harmony values."""

from hypothesis import strategies as st

from chordwork.harmony import ChordSymbol, Degree, Key, Mode, Note

NOTES = st.builds(Note, st.sampled_from("ABCDEFG"), st.integers(-2, 2))
USUAL_NOTES = st.builds(Note, st.sampled_from("ABCDEFG"), st.integers(-1, 1))
DEGREES = st.builds(Degree, st.integers(1, 13), st.integers(-2, 2))
SYMBOLS = st.builds(ChordSymbol.of, NOTES, st.frozensets(DEGREES, max_size=8), NOTES)
WITHIN_THE_OCTAVE = st.builds(Degree, st.integers(1, 7), st.integers(-2, 2)).filter(
    lambda each: 0 <= each.semitones < 12
)
"""Degrees that mir_eval encodes; it passes over the others."""
SMALL_SYMBOLS = st.builds(ChordSymbol.of, NOTES, st.frozensets(WITHIN_THE_OCTAVE, max_size=8), NOTES)
KEYS = st.builds(Key, USUAL_NOTES, st.sampled_from(Mode)).filter(lambda key: abs(key.signature) <= 7)
