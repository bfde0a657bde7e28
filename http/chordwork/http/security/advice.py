"""What an operator should know of the settings before strangers find out."""

from __future__ import annotations

from collections.abc import Iterator

from chordwork.http.addressing.addresses import is_loopback
from chordwork.http.addressing.hosts import HostPolicy, is_loopback_name
from chordwork.http.settings import Settings


def advice_on(settings: Settings) -> Iterator[str]:
    """Warnings about settings that let in more than their operator may think, each with its remedy."""
    beyond = not is_loopback_name(settings.host)
    if beyond and not settings.api_keys_file:
        yield (
            f"everybody who can reach {settings.host} may use this server: there are no API keys. "
            "Make one (chordwork api-key NAME >> keys.txt) and name the file by --api-keys-file, or listen on 127.0.0.1"
        )
    if HostPolicy(settings.allowed_hosts).names == ("*",):
        yield "--allowed-hosts '*' takes every name: pages of strangers can reach this server through its visitors"
    if _seems_proxied(settings) and not settings.trusted_proxies:
        yield (
            "a proxy seems to be in front (--root-path or --allowed-hosts is set), and none is trusted: all who come "
            "through it share the limits of one client, or have none if it runs here and hides that. Name it by "
            "--trusted-proxies; if it does not write X-Forwarded-For, set --limit-local"
        )


def _seems_proxied(settings: Settings) -> bool:
    named = bool(settings.allowed_hosts) and (settings.host == "localhost" or is_loopback(settings.host))
    return bool(settings.root_path) or named
