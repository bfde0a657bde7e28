"""REST: recordings to timelines, chords to music, and what operators ask of a server.

Everything is said twice, for people at ``/docs`` and for machines at ``/openapi.json``; every refusal is a problem
document (RFC 9457) with a stable ``code``.
"""
