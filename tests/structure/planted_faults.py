"""For every threat of docs/threat-model.md, a fault that takes its protection away: the tests of its row must notice.

``python -m tests.structure.plant`` plants them, one after the other, as the modules are imported; nothing is written.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Fault(NamedTuple):
    """One edit.

    Attributes:
        threat: how the first cell of the row begins.
        file: relative to ``http/chordwork/http``.
        old: stands there exactly once.
        new: in its place.
    """

    threat: str
    file: str
    old: str
    new: str


class Slip(NamedTuple):
    """One edit that breaks a promise, and the tests that must notice.

    Attributes:
        name: what goes wrong.
        tests: files of tests, or single ones.
        file: relative to the root.
        old: stands there exactly once.
        new: in its place.
    """

    name: str
    tests: tuple[str, ...]
    file: str
    old: str
    new: str


BY_THE_SYSTEM: Final = "## Hostile recordings"
"""A section whose protections are the operating system's, or bounds of a process: a probe in the decoder's place tries
them with each switched off, in ``tests/http/rest/test_decoding.py`` and beside it."""

_ENGINE: Final = "../../../engine/chordwork/engine"
_CHARTS: Final = "../../../music/chordwork/music/charts"
_HARMONY: Final = "../../../music/chordwork/harmony"

FAULTS: Final = (
    Fault("Use without permission", "security/gate.py", "            if needs_key:", "            if False:"),
    Fault("A chart that grows", f"{_CHARTS}/lyrics.py", "if self._count > MAX_BARS:", "if False:"),
    Fault(
        "A stolen file of keys", "security/keys.py", "hashlib.sha256(key.encode()).hexdigest()", "key.encode().hex()"
    ),
    Fault(
        "Finding a key by how long",
        "security/keys.py",
        "if hmac.compare_digest(key.digest, digest):",
        "if key.digest == digest:",
    ),
    Fault(
        "A key that has got into wrong hands",
        "security/gate.py",
        "            self._keys = KeyRing.read(self._keys_file)",
        "            KeyRing.read(self._keys_file)",
    ),
    Fault("A token to come back", "conversation/session_registry.py", " or held.client.key != client.key", ""),
    Fault("A server that others can reach", "security/advice.py", "beyond and not settings.api_keys_file", "False"),
    Fault("Guessing keys", "security/gate.py", "WRONG_KEY_COST: Final = 10.0", "WRONG_KEY_COST: Final = 0.0"),
    Fault(
        "Keys in the log",
        "security/gate.py",
        '"this API key is not known here: check it, or ask for another"',
        'f"this API key is not known here: {presented}"',
    ),
    Fault(
        "A web page that uses",
        "addressing/origins.py",
        "return self.lists(origin) or self._is_own(origin, host)",
        "return True",
    ),
    Fault(
        "A page that only embeds",
        "addressing/origins.py",
        'return mode == "navigate" and destination == "document"',
        "return True",
    ),
    Fault("A page that gives its own name", "security/gate.py", "if not self._hosts.allows(host):", "if False:"),
    Fault(
        "A page that reads answers",
        "rest/middleware.py",
        "if origin is None or not services.gate.lists_origin(origin):",
        "if origin is None:",
    ),
    Fault(
        "A proxy's cache", "rest/operator_views.py", "{'private' if services.gate.wants_keys else 'public'}", "public"
    ),
    Fault("A made-up address", "addressing/addresses.py", "while hops and self._is_proxy(address):", "while hops:"),
    Fault("A flood of requests", "security/buckets.py", "if bucket.tokens < cost:", "if False:"),
    Fault(
        "An address written otherwise", "rest/middleware.py", "COSTS.get(route, 1.0)", "COSTS.get(request.path, 1.0)"
    ),
    Fault(
        "A flood from very many addresses",
        "security/buckets.py",
        " and len(self._buckets) < self._max_clients:",
        ":",
    ),
    Fault(
        "All sessions taken by one client",
        "security/gate.py",
        "if self._max_sessions and not client.is_local and held >= self._max_sessions:",
        "if False:",
    ),
    Fault(
        "Sessions left waiting",
        "conversation/session_registry.py",
        "self._give_up(self._most_dispensable(held.client))",
        "self._give_up(next(iter(self._detached)))",
    ),
    Fault("All sockets held", "sockets/connection_limits.py", "if counted and not self._may_come(owner):", "if False:"),
    Fault(
        "… through a proxy",
        "sockets/connection_limits.py",
        "        if self._shares.held(owner) >= self._each:",
        "        if False:",
    ),
    Fault(
        "All places of computations",
        "rest/fair_queue.py",
        "if (under_way := self._under_way.held(name)) < self._places_each or is_local",
        "if (under_way := self._under_way.held(name)) >= 0",
    ),
    Fault("So much asked for", "rest/fair_queue.py", "and not self._displace(name)", "and True"),
    Fault(
        "A proxy on this machine",
        "security/gate.py",
        "            and forwards(name for name, _ in approach.headers) is None\n",
        "",
    ),
    Fault("A log that one client fills", "serving/logs.py", "raise structlog.DropEvent", "return event"),
    Fault(
        "Doing harm without a name",
        "rest/middleware.py",
        "client=None if client is None else client.address,",
        "client=None,",
    ),
    Fault(
        "Figures without end, by made-up addresses",
        "rest/middleware.py",
        'return "none" if rule is None else rule.rule',
        "return request.path",
    ),
    Fault(
        "A body that fills the memory",
        "rest/bodies.py",
        "if self._limit is not None and self._received > self._limit:",
        "if False:",
    ),
    Fault(
        "A small gzip",
        "../analysis/sources/preparing.py",
        "            if written > limit_bytes:",
        "            if False:",
    ),
    Fault("A body that trickles", "rest/bodies.py", "with trio.fail_after(timeout_s):", "with trio.fail_after(1e9):"),
    Fault("JSON that is nested", "../analysis/nesting.py", "        if depth > MAX_DEPTH:", "        if False:"),
    Fault("10,000 chords", "rest/music/fields.py", "MAX_CHORDS = 1000", "MAX_CHORDS = 1_000_000"),
    Fault(
        "A question that takes minutes",
        "rest/computations.py",
        "with trio.fail_after(self._timeout_s) as scope:",
        "with trio.fail_after(10 * self._timeout_s) as scope:",
    ),
    Fault(
        "… which holds up the live sessions",
        "rest/process_pool.py",
        "kind, *values = await _ask(worker.child.process, pack(path, canonical, form))",
        "import subprocess as s; kind, *values = __import__('msgspec').msgpack.decode(__import__("
        "'chordwork.http.rest.computation_process', fromlist=['reply']).reply(pack(path, canonical, form)[4:])[4:])",
    ),
    Fault("Many such questions", "rest/fair_queue.py", "if len(self._asked) >= self._max_asked and", "if False and"),
    Fault("Results that fill the memory", "rest/result_cache.py", " or self._size_bytes > self._max_bytes:", ":"),
    Fault(
        "Recordings that keep all",
        "rest/analysis/endpoint.py",
        "trio.current_time() + self._settings.analysis_timeout_s",
        "trio.current_time() + 1e9",
    ),
    Fault("Half a request", "serving/http_port.py", "nursery.start_soon(self._drop_stalled)", "pass"),
    Fault("Uploading and leaving", "rest/analysis/endpoint.py", "        stream.scope.cancel()\n", ""),
    Fault(
        "Leaks",
        "rest/analysis/upload.py",
        "        yield Upload(prepared.file, arrived.name, prepared.warnings)",
        "        __import__('os').dup(prepared.file.fileno())\n"
        "        yield Upload(prepared.file, arrived.name, prepared.warnings)",
    ),
    Fault("Script in a title", "rest/middleware.py", '    "X-Frame-Options": "DENY",\n', ""),
    Fault("`/docs` that loads", "rest/pages/docs.py", 'href="docs.css"', 'href="https://cdn.example/docs.css"'),
    Fault("A log line forged", "rest/middleware.py", "and _SANE_ID.fullmatch(given) else", "else"),
    Fault(
        "Errors that tell",
        "rest/problems.py",
        'return Problem(500, "internal", _DETAILS[500])',
        'return Problem(500, "internal", str(error))',
    ),
    Fault("Half a timeline", "rest/analysis/endpoint.py", "raise CutShort(problem.code) from problem", "return"),
    Fault(
        "It is down, or slow",
        "nodes/circuit_breaker.py",
        "            self._paused_until = trio.current_time() + PAUSE_S\n",
        "            pass\n",
    ),
    Fault("It holds garbage", "rest/result_store.py", "except msgspec.DecodeError:", "except KeyError:"),
    Fault("An answer of it that comes late", "rest/result_store.py", " if found.name == name else None", ""),
    Fault(
        "A session in it that somebody made up",
        "nodes/sealing.py",
        "return payload if hmac.compare_digest(seal, self._of(kind, payload)) else None",
        "return payload",
    ),
    Fault(
        "Two servers that both believe",
        "nodes/redis_store.py",
        "if owner and owner ~= ARGV[1] and",
        "if false and",
    ),
    Fault(
        "Limits passed by",
        "nodes/neighbours.py",
        "return self._own.held(client) + self._elsewhere(code_name(client))",
        "return self._own.held(client)",
    ),
    Fault(
        "Its password in a log",
        "nodes/redis_store.py",
        '"redis_url must be such as redis://localhost:6379/0"',
        'f"redis_url cannot be {url}"',
    ),
    Fault(
        "Its password in the list",
        "settings.py",
        'if has_password(str(chosen.get("redis_url", ""))):',
        "if False:",
    ),
    Fault(
        "A client that stops reading",
        "transports/server_websocket.py",
        "                timeout_s = self._settings.write_timeout_s\n",
        "                timeout_s = 1e6\n",
    ),
    Fault(
        "A peer that says nothing",
        "serving/http_port.py",
        "config.keep_alive_timeout = settings.start_timeout_s",
        "config.keep_alive_timeout = 1e6",
    ),
    Fault(
        "A connection that is half open",
        "sockets/accepted.py",
        '        ("TCP_USER_TIMEOUT", round(timeout_s * 1000)),\n',
        "",
    ),
    Fault(
        "Headers that never end",
        "serving/stream_port.py",
        "with trio.move_on_after(self._settings.start_timeout_s):",
        "with trio.move_on_after(1e6):",
    ),
    Fault(
        "Frames of 64 MB",
        "transports/server_websocket.py",
        "Framing(max_message_bytes=settings.max_message_bytes)",
        "Framing(max_message_bytes=1 << 40)",
    ),
    Fault("Malformed frames", "transports/framing.py", "(CloseCode.NOT_UTF8, ", "(CloseCode.MALFORMED, "),
    Fault("Floods of pings", "conversation/replies.py", "if len(self._others) >= MAX_REPLIES:", "if False:"),
    Fault(
        "Thousands of connections",
        "sockets/connection_limits.py",
        "if len(self._open) >= self._most and",
        "if False and",
    ),
    Fault(
        "A model that raises",
        "conversation/connection.py",
        "            return await _explained(self._with_advice(close_reason_of(error)), writer)",
        "            raise",
    ),
    Fault("More load than", "serving/server.py", "max_load=settings.max_load", "max_load=1e6"),
    Fault(
        "Five thousand connections",
        "sockets/connection_limits.py",
        "if len(self._open) >= self._most and",
        "if False and",
    ),
    Fault("Files called like libraries", "processes/children.py", 'options = ["-P"]', "options = []"),
    Fault(
        "Settings and keys in the environment",
        "serving/supervisor.py",
        "(not name.startswith(PREFIX) or name in NO_SETTINGS)",
        "True",
    ),
    Fault(
        "… or that crashes its process", "processes/children.py", "os.killpg(self.process.pid, signal.SIGKILL)", "pass"
    ),
    Fault(
        "… or by which its process is taken over",
        "rest/computation_confinement.py",
        "readable=(*installation(), ",
        'readable=(Path("/"), *installation(), ',
    ),
    Fault(
        "A model file that is not",
        f"{_ENGINE}/_shelf.py",
        "check_digest(data, self.card.sha256, what, remedy=remedy)",
        "pass",
    ),
    Fault(
        "A word file that is not",
        f"{_HARMONY}/provenance.py",
        'check_digest(data, str(read_json_card(text, card).get("sha256", "")), file)',
        "pass",
    ),
    Fault(
        "A card that names a file elsewhere",
        f"{_ENGINE}/_card.py",
        '_matching(_FILE, given["file"], "file")',
        'str(given["file"])',
    ),
    Fault(
        "A choice of models that is damaged",
        "models/loader.py",
        "            self._note_failure(error)\n            return False",
        "            return False",
    ),
    Fault("Corrections collected behind", "rest/models.py", "if not served.corrections.on:", "if False:"),
    Fault(
        "What corrections tell about",
        "models/correction.py",
        '"day": day.isoformat(),',
        '"day": day.isoformat(), "said": "somebody",',
    ),
    Fault(
        "Corrections that fill the disk",
        "models/correction_store.py",
        "if size and size + more_bytes > self._half_bytes:",
        "if False:",
    ),
    Fault("A full disk", "models/correction_store.py", "os.ftruncate(descriptor, before)", "pass"),
    Fault(
        "Figures without end, by made-up models",
        "models/figures.py",
        "while len(self._figures) >= MAX_MODELS:",
        "while False:",
    ),
)

_LIVES: Final = ("tests/http/conversation/test_life_of_a_session.py",)
_STORES: Final = ("tests/http/nodes/test_cluster_store_in_any_order.py",)
_MAILBOX: Final = ("tests/actors/test_mailbox_in_any_order.py",)
_OUTBOX: Final = ("tests/actors/test_outbox_in_any_order.py",)

SLIPS: Final = (
    Slip(
        "A final chord lost on resume",
        _LIVES,
        "http/chordwork/http/dialects/redelivery.py",
        "[max(0, missed) :] if received",
        "[max(0, missed) + 1 :] if received",
    ),
    Slip(
        "A final chord lost on the way to another server",
        _STORES,
        "http/chordwork/http/nodes/cluster_store.py",
        "[*known, *finals][-MAX_FINALS:]",
        "[*known[1:], *finals][-MAX_FINALS:]",
    ),
    Slip(
        "… and in Redis",
        _STORES,
        "http/chordwork/http/nodes/redis_store.py",
        "for i = 8, #ARGV do",
        "for i = 9, #ARGV do",
    ),
    Slip(
        "A session with two owners",
        _STORES,
        "http/chordwork/http/nodes/cluster_store.py",
        "if entry is None or entry.version != version:",
        "if entry is None:",
    ),
    Slip(
        "A mailbox that miscounts what it drops",
        _MAILBOX,
        "actors/chordwork/actors/_mailbox.py",
        "        self._dropped_bytes += excess_bytes\n",
        "        self._dropped_bytes += excess_bytes - frame\n",
    ),
    Slip(
        "A mailbox that does not say what it dropped",
        _MAILBOX,
        "actors/chordwork/actors/_mailbox.py",
        "        self._unreported_bytes += excess_bytes\n",
        "",
    ),
    Slip(
        "A mailbox that drops parts of frames",
        _MAILBOX,
        "actors/chordwork/actors/_mailbox.py",
        "        excess_bytes = -(-excess_bytes // frame) * frame\n",
        "",
    ),
    Slip(
        "A mailbox that hands out what is late",
        _MAILBOX,
        "actors/chordwork/actors/_mailbox.py",
        "if self.age_s <= self._max_age_s:",
        "if self.age_s <= 2 * self._max_age_s + 0.2:",
    ),
    Slip(
        "An outbox that takes a final chord for one that may be replaced",
        _OUTBOX,
        "actors/chordwork/actors/_outbox.py",
        "    if isinstance(event, ChordEvent):\n        return event.status",
        '    if isinstance(event, ChordEvent):\n        return "provisional"',
    ),
    Slip(
        "An outbox that forgets a gap",
        _OUTBOX,
        "actors/chordwork/actors/_outbox.py",
        "size_bytes=older.size_bytes + newer.size_bytes",
        "size_bytes=newer.size_bytes",
    ),
    Slip(
        "The header of a stamped frame mis-read",
        ("tests/http/wire/test_protocol.py", "tests/http/dialects/test_wire_protocol.py"),
        "http/chordwork/http/wire/protocol.py",
        'struct.Struct("<IIQ")',
        'struct.Struct("<IQI")',
    ),
    Slip(
        "The header of an MPEG frame mis-read",
        ("tests/analysis/decoding/test_headers.py", "tests/analysis/decoding/test_formats.py"),
        "http/chordwork/analysis/decoding/containers/frame_headers.py",
        "bitrate, rate, padding = word >> 12 & 15, word >> 10 & 3, word >> 9 & 1",
        "bitrate, rate, padding = word >> 12 & 15, word >> 10 & 3, word >> 8 & 1",
    ),
    Slip(
        "A buffer kept of every session",
        ("tests/http/conversation/test_sessions_leave_nothing.py",),
        "actors/chordwork/actors/_mailbox.py",
        "        self._chunks: deque[_Chunk] = deque()\n",
        "        self._chunks: deque[_Chunk] = deque()\n"
        "        globals().setdefault('kept', []).append(bytearray(4096))\n",
    ),
    Slip(
        "Half a character sent back, which no socket can",
        ("tests/http/wire/test_protocol.py",),
        "http/chordwork/http/wire/protocol.py",
        'if "\\\\u" in text:',
        "if False:",
    ),
    Slip(
        "A snapshot believed about how much it holds",
        ("tests/engine/test_snapshot.py",),
        "engine/chordwork/engine/_watch.py",
        "if not isinstance(saved, bytes) or len(saved) > most:",
        "if not isinstance(saved, bytes):",
    ),
)
"""Promises of sessions, stores and parsers, each broken once: ``python -m tests.structure.plant promises``."""
