"""What several servers share: sessions to go on with, counts for common limits, and who is there.

Alone, a server keeps all that in its own memory (``cluster_store``); with a Redis or Valkey (``redis_store``) others
have it, too. Both do the same, as one set of tests shows. Nothing here is waited for by audio: what is shared follows
behind, and when the store is gone, servers go on alone.
"""
