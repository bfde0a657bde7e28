"""Chords as people type and paste them: bars, beats, repeats, endings, metres, sections, words below chords.

Reading goes in steps, a module each: lines of a text are told apart (:mod:`lines`), a line of chords becomes tokens
(:mod:`tokens`), tokens become written bars (:mod:`assembly`), written bars are played in order (:mod:`unfolding`),
and each bar is divided among its chords (:mod:`sharing`, :mod:`timing`).
"""
