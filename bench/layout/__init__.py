"""How the source stands: lines, modules, circles and floors by package, beside the same of another commit.

Lines are those of Python and C files; *code* leaves out blank lines, comments and docstrings. A circle is a set of
modules that import each other, however indirectly (a strongly connected component), be it at their tops or inside
functions. Floors are counted as the longest walk along imports between the modules of a package, circles counted as
one. Data in files of its own (JSON and the like) has a row apart.

A file that has moved since the other commit is counted there under the package it stands in now, by git's reckoning of
renames; one that is gone, where most of its folder went.
"""

from __future__ import annotations

from bench.layout.command import add_options, run

__all__ = ["add_options", "run"]
