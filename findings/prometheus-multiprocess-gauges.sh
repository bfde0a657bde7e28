#!/usr/bin/env bash
# prometheus-client 0.26.0: in multiprocess mode, figures of custom collectors are missing without a word.
#
# One would guess: MultiProcessCollector gathers what each worker would tell. What happens: it reads files that only
# Counter, Gauge, Histogram and Summary write as they change; what a custom Collector computes when somebody asks, process_* and
# python_* among it, is in none of them, and no warning says so. And a gauge of a worker that has ended stays, as if it lived.
# What our users meet: sessions, queue ages and the like of Chordwork are read when somebody asks, so /metrics of several
# workers does not use that mode: the worker that is asked asks the others, and labels every sample.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check prometheus-client==0.26.0
mkdir "$folder/shared"
cat > "$folder/worker.py" <<'PY'
from prometheus_client import REGISTRY, Gauge, generate_latest
from prometheus_client.core import GaugeMetricFamily

class Asked:
    def collect(self):
        yield GaugeMetricFamily("read_when_asked", "A figure.", 3)

REGISTRY.register(Asked())
Gauge("set_when_changed", "Another.").set(4)
assert b"read_when_asked 3" in generate_latest(REGISTRY)
PY
cat > "$folder/gather.py" <<'PY'
from importlib.metadata import version
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

registry = CollectorRegistry()
MultiProcessCollector(registry)
text = generate_latest(registry).decode()
print("prometheus-client", version("prometheus-client"))
print(text)
assert "set_when_changed" in text, "the worker has ended, its gauge stays"
assert "read_when_asked" not in text, "the custom collector is gathered now"
PY
export PROMETHEUS_MULTIPROC_DIR="$folder/shared"
"$folder/venv/bin/python" "$folder/worker.py"
"$folder/venv/bin/python" "$folder/gather.py"
