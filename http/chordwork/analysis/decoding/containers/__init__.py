"""Bytes of a recording, and what its headers say; nothing is decoded here."""
