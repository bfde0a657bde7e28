"""Where a client may connect: to one server, or to any of several that share their sessions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from chordwork.client._errors import ClientError, ConnectError, ServerError
from chordwork.client._messages import Ready
from chordwork.client._recovery import may_pass
from chordwork.client._wire import Wire


class Addresses:
    """Connects to one of some addresses, the one that accepted last first.

    Args:
        urls: one, or several.
        timeout_s: for each, from the connection to ``ready``.
        api_key: as for :func:`chordwork.client.connect`.
    """

    def __init__(self, urls: str | Sequence[str], *, timeout_s: float, api_key: str | None) -> None:
        several = isinstance(urls, Sequence) and not isinstance(urls, str)
        self._urls: list[str] = (
            list(urls) if several else [cast(str, urls)]
        )  # what is neither is refused when it is tried
        if not self._urls:
            raise ConnectError("nowhere", "give the address of a server", may_pass=False)
        self._timeout_s = timeout_s
        self._api_key = api_key

    async def open(self, start: dict[str, Any]) -> tuple[Wire, Ready]:
        """As :meth:`Wire.open`, at each address until one accepts.

        Raises the first error that trying again does not mend; else that the session is gone, if any of them said so;
        else what the last of them said.
        """
        failed: ClientError | None = None
        for url in tuple(self._urls):
            try:
                opened = await Wire.open(url, start, timeout_s=self._timeout_s, api_key=self._api_key)
            except (ConnectError, ServerError) as error:
                if not (may_pass(error) or _has_no_session(error)):
                    raise
                failed = failed if failed is not None and _has_no_session(failed) else error
                self._urls.append(self._urls.pop(0))  # asked again when the others were
            else:
                return opened
        assert failed is not None
        raise failed


def _has_no_session(error: ClientError) -> bool:
    return isinstance(error, ServerError) and error.error_code == "resume_failed"
