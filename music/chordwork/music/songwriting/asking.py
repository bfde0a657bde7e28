"""A theme, or a plan to change, and what was told: one answer, whoever asks."""

from __future__ import annotations

from collections.abc import Sequence

from chordwork.harmony.options import chosen
from chordwork.music.options.write import SongOptions
from chordwork.music.songwriting.compose import settled_by, write_song
from chordwork.music.songwriting.plan import SongPlan


def plan_for(
    theme: str | None, options: SongOptions, *, plan: SongPlan | None = None, keep: Sequence[str] | None = None
) -> SongPlan:
    """The plan of a song about a theme; or a plan changed.

    Args:
        theme: what the song is about; with a plan, another theme than its.
        options: what is settled of it, and for whom it is.
        plan: one to change. If only fields are settled, only what hangs on them changes; with anything else of this,
            all but what stays is written anew.
        keep: paths of the plan that stay beside all that is settled, now or before.

    Raises:
        ThemeError: there is no theme and no plan.
        PlanOptionError: what is told cannot be.
    """
    if plan is None:
        return write_song(theme or "", **chosen(options, SongOptions))
    settled = settled_by(options)
    if settled:
        plan = plan.edit(settled)
    told = {"theme": theme, "level": options.level, "instrument": options.instrument, "voice": options.voice}
    changes = {name: value for name, value in told.items() if value is not None}
    if keep is None and options.seed is None and not changes:
        return plan
    return plan.rewrite(seed=options.seed, locked=None if keep is None else [*plan.locked, *keep], **changes)
