"""Refusals of HTTP as problem documents (RFC 9457), each with a stable ``code`` for machines."""

from __future__ import annotations

import math
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

PROBLEM_TYPE: Final = "application/problem+json"


class Problem(Exception):
    """A request that is refused.

    Attributes:
        status: of HTTP, 400 and up.
        code: for machines; never changes.
        detail: for people: what is wrong, and what to do.
        members: further members of the document.
        headers: of the response.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        retry_after_s: float | None = None,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        """See the attributes; ``retry_after_s`` becomes the header ``Retry-After``, in whole seconds."""
        super().__init__(f"{code}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail
        self.members = members
        self.headers = dict(headers or {})
        if retry_after_s is not None:
            self.headers["Retry-After"] = str(max(1, math.ceil(retry_after_s)))

    def document(self, request_id: str | None) -> dict[str, Any]:
        """The document, as plain data."""
        document: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if request_id is not None:
            document["request_id"] = request_id
        return {**document, **self.members}
