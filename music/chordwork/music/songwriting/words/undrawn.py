"""Words that the table takes for things and that are none, and words of a theme that no prompt repeats."""

from __future__ import annotations

from typing import Final

UNDRAWN: Final = frozenset(
    [
        "adventure", "aim", "alarm", "anger", "bang", "best", "blow", "bobby", "bolt", "bong", "bore", "break",
        "buck", "burn", "call", "cast", "charm", "chase", "chuck", "cinch", "color", "colour", "cover", "crawl",
        "crest", "cross", "cruise", "crush", "cry", "curb", "curse", "cut", "dare", "death", "deity", "die", "diehard",
        "drake", "drift", "drowse", "emergency", "escape", "fall", "fantasy", "fear", "feelings", "felt",
        "fight", "flavor", "flavour", "float", "fly", "fold", "fortnight", "freeze", "frown", "groove", "growl",
        "growth", "hail", "hate", "heaven", "heir", "heroin", "honesty", "hook", "hop", "horseplay", "hug",
        "hunger", "hunt", "hurt", "jack", "jet", "jimmy", "kick", "knock", "latitude", "leap", "lie", "lift",
        "line", "luck", "mine", "misery", "miss", "mistress", "moan", "mood", "move", "nick", "nova", "outdoors", "pad",
        "pain", "pit", "place", "poll", "popper", "position", "poster", "pump", "punch", "punt", "rage", "rap",
        "regret", "rescue", "rev", "rise", "roll", "rub", "rush", "sack", "saint", "sawyer", "scratch", "screw",
        "seal", "self", "shade", "shelter", "shiver", "sin", "singer", "sink", "slap", "slip", "smell", "sneak",
        "sorrow", "spike", "spill", "spin", "spit", "spouse", "squeeze", "stall", "stay", "steal", "stink",
        "stretch", "suicide", "suit", "swim", "talk", "tap", "taste", "tear", "thing", "things", "tip", "touch",
        "trap", "trip", "tune", "turf", "turn", "twist", "typhoon", "wake", "walk", "whip", "widowhood", "win",
        "wish", "worship", "worth", "wrap", "yell",
    ]
)  # fmt: skip
"""Taken for things, but doings, feelings, names, and what hurts unasked."""
COARSE: Final = frozenset(
    [
        "arse", "ass", "asshole", "asses", "bastard", "bastards", "bitch", "bitches", "bullshit", "cock", "crap",
        "cunt", "damn", "dick", "dickhead", "dumbass", "fuck", "fucker", "hooker", "idiot", "idiots", "jackass", "jerk",
        "loser",
        "moron", "motherfucker", "piss", "porn", "prick", "pussy", "shit", "slut", "tits", "twat", "wanker", "whore",
    ]
)  # fmt: skip
"""Never repeated as a picture, though a theme says them."""
