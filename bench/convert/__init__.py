"""What a big conversion costs: ``python -m bench convert [--songs N] [--files N] [--seed S] [--keep FOLDER]``.

A playlist of iReal Pro and a folder of ChordPro files, made up from drawn songs, go through ``chordwork convert`` as a
user would start it: a process for each, whose files a second, processor time and greatest memory are taken. A few of
the files are broken, and have to be refused by name while the others go on. Beside it stands the same command on the
same songs from JSON to JSON, which costs all that is not the formats.
"""

from bench.convert.command import add_options, run

__all__ = ["add_options", "run"]
