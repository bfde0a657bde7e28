"""Inputs by the million, guided by what they reach: ``scripts/fuzz``. Tried: ``native``, ``python``, a file each.

``targets`` lists them, ``corpora`` keeps what has reached something new, ``native_build`` compiles, ``engine`` runs a
target of Python, ``running`` runs any and reads what came of it. ``test_targets`` is the short run of every day.
"""
