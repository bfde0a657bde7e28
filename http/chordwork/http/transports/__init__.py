"""Carriers of messages: WebSockets of Quart, of the stream port and between two processes, all behind one interface."""
