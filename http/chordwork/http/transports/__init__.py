"""Carriers of messages: a WebSocket on a socket, and a channel between two workers, behind one interface."""
