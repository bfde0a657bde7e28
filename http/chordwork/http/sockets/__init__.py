"""Listening sockets, who may hold how many connections, and what keeps a failure to one connection."""
