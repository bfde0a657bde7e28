"""Writes dashboards/server.json: ``python deployment/grafana/make_dashboard.py``. Panels are listed in PANELS; to add
one, add a line there. A dashboard about something else is one more file beside server.json.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

TARGET: Final = Path(__file__).parent / "dashboards/server.json"
INSTANCES: Final = '{instance=~"$instance"}'
SECONDS: Final = "s"
SHARE: Final = "percentunit"
BYTES: Final = "bytes"
COUNT: Final = "short"

Queries = tuple[tuple[str, str], ...]
PANELS: Final[tuple[tuple[str, tuple[tuple[str, str, str, Queries], ...]], ...]] = (
    (
        "Players",
        (
            (
                "Sessions",
                "Those who play now, and how many may.",
                COUNT,
                (
                    ("sum(chordwork_sessions@)", "sessions"),
                    ("sum(chordwork_sessions_limit@)", "limit"),
                ),
            ),
            (
                "Load",
                "Share of the time that a server's loop is busy; above max_load newcomers are turned away.",
                SHARE,
                (("max by (instance) (chordwork_load@)", "{{instance}}"),),
            ),
            (
                "Opened, refused, crashed",
                "Sessions a second.",
                COUNT,
                (
                    ("sum(rate(chordwork_sessions_opened_total@[5m]))", "opened"),
                    ("sum(rate(chordwork_sessions_refused_total@[5m]))", "refused"),
                    ("sum(rate(chordwork_sessions_crashed_total@[5m]))", "crashed"),
                ),
            ),
            (
                "Connections",
                "Open WebSockets, those without a session included.",
                COUNT,
                (("sum by (instance) (chordwork_connections@)", "{{instance}}"),),
            ),
        ),
    ),
    (
        "Hearing",
        (
            (
                "Oldest audio that waits",
                "How far behind the slowest session is.",
                SECONDS,
                (("max by (instance) (chordwork_queue_age_max_seconds@)", "{{instance}}"),),
            ),
            (
                "Audio",
                "Seconds a second: received, recognised, dropped because it was late.",
                COUNT,
                (
                    ("sum(rate(chordwork_audio_received_seconds_total@[1m]))", "received"),
                    ("sum(rate(chordwork_audio_recognized_seconds_total@[1m]))", "recognised"),
                    ("sum(rate(chordwork_audio_dropped_seconds_total@[1m]))", "dropped"),
                ),
            ),
            (
                "Hops a call of the model",
                "How well sessions share it.",
                COUNT,
                (
                    (
                        "sum(rate(chordwork_inference_rows_total@[1m]))"
                        " / sum(rate(chordwork_inference_batches_total@[1m]))",
                        "rows",
                    ),
                ),
            ),
            (
                "Time in the model",
                "Seconds a second, all servers.",
                SECONDS,
                (("sum by (instance) (rate(chordwork_inference_seconds_total@[1m]))", "{{instance}}"),),
            ),
        ),
    ),
    (
        "Requests",
        (
            (
                "Requests",
                "A second, by route.",
                "reqps",
                (("sum by (route) (rate(chordwork_request_seconds_count@[5m]))", "{{route}}"),),
            ),
            (
                "Time to the answer, 95 %",
                "By route.",
                SECONDS,
                (
                    (
                        "histogram_quantile(0.95, sum by (le, route) (rate(chordwork_request_seconds_bucket@[5m])))",
                        "{{route}}",
                    ),
                ),
            ),
            (
                "Server faults",
                "Answers from 500 on, a second; 503 says that a server is full.",
                "reqps",
                (
                    (
                        'sum by (status) (rate(chordwork_request_seconds_count{status=~"5..",instance=~"$instance"}'
                        "[5m]))",
                        "{{status}}",
                    ),
                ),
            ),
            (
                "Turned away at the door",
                "By code: origin, key, rate, sessions.",
                "reqps",
                (("sum by (code) (rate(chordwork_refused_total@[5m]))", "{{code}}"),),
            ),
        ),
    ),
    (
        "Answers kept",
        (
            (
                "Met without working them out",
                "Share of tabs, plans, suggestions that the cache had.",
                SHARE,
                (("avg(chordwork_cache_hit_ratio@)", "hits"),),
            ),
            (
                "How they were met",
                "A second.",
                "reqps",
                (("sum by (result) (rate(chordwork_cache_requests_total@[5m]))", "{{result}}"),),
            ),
            (
                "Under way",
                "Computations, and recordings being heard.",
                COUNT,
                (
                    ("sum(chordwork_computations@)", "computations"),
                    ("sum(chordwork_analyses@)", "recordings"),
                ),
            ),
            (
                "Failures",
                "Of the shared store, and of computations: too slow, or crashed.",
                "reqps",
                (
                    ("sum(rate(chordwork_store_errors_total@[5m]))", "store"),
                    ("sum(rate(chordwork_computations_timed_out_total@[5m]))", "too slow"),
                    ("sum(rate(chordwork_computations_failed_total@[5m]))", "crashed"),
                ),
            ),
        ),
    ),
    (
        "Processes",
        (
            (
                "Cores",
                "CPU time a second.",
                COUNT,
                (("sum by (instance) (rate(process_cpu_seconds_total@[1m]))", "{{instance}}"),),
            ),
            ("Memory", "Resident.", BYTES, (("sum by (instance) (process_resident_memory_bytes@)", "{{instance}}"),)),
            ("Open files", "", COUNT, (("sum by (instance) (process_open_fds@)", "{{instance}}"),)),
            (
                "Versions",
                "Instances by version of server and model.",
                COUNT,
                (
                    (
                        "count by (version, model, model_version) (chordwork_info@)",
                        "{{version}}, {{model}} {{model_version}}",
                    ),
                ),
            ),
        ),
    ),
)
"""Rows of panels: title, what it says, unit, and queries with their legends; ``@`` stands for the chosen instances."""

SOURCE: Final = {"type": "prometheus", "uid": "prometheus"}
WIDTH, HEIGHT = 6, 7


def dashboard() -> dict[str, Any]:
    """As Grafana reads it."""
    panels: list[dict[str, Any]] = []
    top = 0
    for row, contents in PANELS:
        panels.append(
            {
                "type": "row",
                "title": row,
                "id": len(panels) + 1,
                "collapsed": False,
                "panels": [],
                "gridPos": {"h": 1, "w": 24, "x": 0, "y": top},
            }
        )
        for column, (title, said, unit, queries) in enumerate(contents):
            panels.append(
                {
                    "type": "timeseries",
                    "id": len(panels) + 1,
                    "title": title,
                    "description": said,
                    "datasource": SOURCE,
                    "gridPos": {"h": HEIGHT, "w": WIDTH, "x": WIDTH * column, "y": top + 1},
                    "fieldConfig": {
                        "defaults": {"unit": unit, "min": 0, "custom": {"fillOpacity": 8, "showPoints": "never"}},
                        "overrides": [],
                    },
                    "options": {
                        "legend": {"displayMode": "list", "placement": "bottom"},
                        "tooltip": {"mode": "multi", "sort": "desc"},
                    },
                    "targets": [
                        {
                            "refId": chr(ord("A") + index),
                            "datasource": SOURCE,
                            "expr": query.replace("@", INSTANCES),
                            "legendFormat": legend,
                        }
                        for index, (query, legend) in enumerate(queries)
                    ],
                }
            )
        top += 1 + HEIGHT
    return {
        "uid": "chordwork-server",
        "title": "Chordwork: server",
        "tags": ["chordwork"],
        "schemaVersion": 39,
        "timezone": "browser",
        "refresh": "10s",
        "time": {"from": "now-1h", "to": "now"},
        "editable": True,
        "templating": {
            "list": [
                {
                    "name": "instance",
                    "label": "server",
                    "type": "query",
                    "datasource": SOURCE,
                    "query": {"query": "label_values(chordwork_sessions, instance)", "refId": "instance"},
                    "multi": True,
                    "includeAll": True,
                    "allValue": ".*",
                    "refresh": 2,
                    "sort": 1,
                    "current": {"text": ["All"], "value": ["$__all"]},
                }
            ]
        },
        "panels": panels,
    }


if __name__ == "__main__":
    TARGET.write_text(json.dumps(dashboard(), indent=1) + "\n")
