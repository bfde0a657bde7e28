"""What compose and Kubernetes are told fits the server. deployment/k8s/validate and scripts/try-deployment hold them
against schemas and run them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from chordwork.http import Settings

ROOT = Path(__file__).parents[2]
DEPLOYMENT = ROOT / "deployment"
K8S = DEPLOYMENT / "k8s"
DOCKERFILE = (ROOT / "Dockerfile").read_text()
IMAGE = Settings.from_environment(dict(re.findall(r"\b(CHORDWORK_\w+)=(\S+)", DOCKERFILE)))
MANIFESTS = [(path, one) for path in K8S.rglob("*.yaml") for one in yaml.safe_load_all(path.read_text())]


def pods() -> list[tuple[str, dict[str, Any]]]:
    return [(str(path), one["spec"]["template"]["spec"]) for path, one in MANIFESTS if one["kind"] == "Deployment"]


def server() -> tuple[dict[str, Any], dict[str, Any]]:
    """The pod and its container."""
    pod = yaml.safe_load((K8S / "deployment.yaml").read_text().split("\n---\n")[0])["spec"]["template"]["spec"]
    return pod, pod["containers"][0]


def test_the_file_that_stands_alone_is_the_base() -> None:
    assert (K8S / "deployment.yaml").read_text() == (K8S / "base/deployment.yaml").read_text()


def test_what_a_server_is_told_are_settings_of_it() -> None:
    _, container = server()
    told = {entry["name"]: entry["value"] for entry in container["env"]}
    for path in K8S.rglob("kustomization.yaml"):
        told |= dict(re.findall(r'name: (CHORDWORK_\w+), value: "([^"]+)"', path.read_text()))
    settings = Settings.from_environment(told)
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    assert ports == {"http": settings.port, "stream": settings.stream_port}
    assert settings.trusted_proxies
    assert settings.redis_url


def test_there_is_time_for_songs_to_end_and_for_the_last_chords() -> None:
    pod, container = server()
    command = container["lifecycle"]["preStop"]["exec"]["command"]
    assert command[:2] == ["probe", "drain"]
    most_s = int(command[command.index("--at-most") + 1])
    assert pod["terminationGracePeriodSeconds"] >= most_s + IMAGE.drain_timeout_s + IMAGE.close_timeout_s + 5


def test_docker_stop_waits_for_the_last_chords() -> None:
    assert IMAGE.drain_timeout_s + IMAGE.close_timeout_s < 10


def test_being_alive_depends_on_nobody_else() -> None:
    _, container = server()
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert container["startupProbe"]["httpGet"]["path"] == "/healthz"
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"


@pytest.mark.parametrize("pod", [pod for _, pod in pods()], ids=[name for name, _ in pods()])
def test_pods_may_do_nothing_that_they_need_not(pod: dict[str, Any]) -> None:
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        allowed = container["securityContext"]
        assert allowed["allowPrivilegeEscalation"] is False
        assert allowed["readOnlyRootFilesystem"] is True
        assert allowed["capabilities"] == {"drop": ["ALL"]}
        assert "memory" in container["resources"]["limits"]


def test_no_service_can_set_a_setting() -> None:
    """Kubernetes tells pods of each Service by variables such as CHORDWORK_PORT."""
    assert all(pod["enableServiceLinks"] is False for _, pod in pods())
    names = [one["metadata"]["name"] for _, one in MANIFESTS if one["kind"] == "Service"]
    assert not [name for name in names if name.startswith("chordwork")]


def test_autoscalers_leave_room_below_the_limits() -> None:
    _, container = server()
    limit = int(next(entry["value"] for entry in container["env"] if entry["name"] == "CHORDWORK_MAX_SESSIONS"))
    keda = yaml.safe_load((K8S / "components/keda/scaledobject.yaml").read_text())["spec"]
    thresholds = {trigger["name"]: float(trigger["metadata"]["threshold"]) for trigger in keda["triggers"]}
    hpa = yaml.safe_load((K8S / "components/hpa/autoscaler.yaml").read_text())["spec"]
    wanted = {
        metric["pods"]["metric"]["name"]: metric["pods"]["target"]["averageValue"]
        for metric in hpa["metrics"]
        if metric["type"] == "Pods"
    }
    assert thresholds["sessions"] == float(wanted["chordwork_sessions"]) < 0.8 * limit
    assert thresholds["load"] == int(wanted["chordwork_load"].removesuffix("m")) / 1000 < 0.8 * Settings().max_load


def test_compose_tells_settings_and_mounts_what_is_there() -> None:
    compose = yaml.safe_load((DEPLOYMENT / "docker-compose.yml").read_text())
    services = compose["services"]
    told = services["server"]["environment"]
    given = {name: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(value)) for name, value in told.items()}
    settings = Settings.from_environment(given)
    assert settings.redis_url.startswith("redis://valkey:")
    stop_s = int(services["server"]["stop_grace_period"].removesuffix("s"))
    assert stop_s > IMAGE.drain_timeout_s + IMAGE.close_timeout_s
    for service in services.values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in compose["volumes"] or (DEPLOYMENT / source).exists(), volume
    config = yaml.safe_load((DEPLOYMENT / "prometheus/prometheus.yml").read_text())
    assert config["scrape_configs"][0]["static_configs"] == [{"targets": [f"server:{IMAGE.port}"]}]
