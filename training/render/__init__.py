"""Training audio with exact labels, rendered from scores (see ``python -m training.render --help``)."""

from __future__ import annotations

from .app import main, render
from .pipeline import make_clip, render_clip
from .plan import Clip, dev_plan, train_plan

__all__ = ["Clip", "dev_plan", "main", "make_clip", "render", "render_clip", "train_plan"]
