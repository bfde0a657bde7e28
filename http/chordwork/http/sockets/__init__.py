"""Listening sockets, limits on connections, and what keeps a failure to the connection that it happened on."""
