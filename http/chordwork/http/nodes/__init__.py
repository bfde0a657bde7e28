"""What several servers share: sessions to go on with, counts for common limits, and who is there.

Alone, a server keeps all that in its own memory (:class:`~chordwork.http.nodes.shared.MemoryShared`); with a Redis or
Valkey (:class:`~chordwork.http.nodes.redis_shared.RedisShared`) others have it, too. Both do the same, as one set of
tests shows. Nothing here is waited for by audio: what is shared follows behind, and when the store is gone, servers go
on alone.
"""
