"""Who may come in, from where, and how often.

Both ports, ``/ws`` and the stream port, and every request go through one :class:`~chordwork.http.security.gate.Gate`.
``docs/threat-model.md`` says against what.
"""
