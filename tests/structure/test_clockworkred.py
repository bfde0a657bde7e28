"""ClockworkRed has two builds, and the one that is not run here must not drift away from the one that is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from chordwork.music.charts.formats import formats

ROOT = Path(__file__).parents[2] / "ClockworkRed"
MAVEN = {"m": "http://maven.apache.org/POM/4.0.0"}
SHARED = ("domain", "data", "ui", "platform", "desktop")


def catalogue() -> dict[str, Any]:
    return tomllib.loads((ROOT / "gradle" / "libs.versions.toml").read_text())


def pom(*folder: str) -> ElementTree.Element:
    return ElementTree.parse(ROOT.joinpath(*folder, "pom.xml")).getroot()


def maven_artifacts(module: str) -> set[str]:
    """What a module asks for itself; names without the suffix of a platform, which Gradle finds for itself."""
    names = {str(found.text) for found in pom(module).findall("./m:dependencies/m:dependency/m:artifactId", MAVEN)}
    return {name.removesuffix("-jvm") for name in names}


def gradle_artifacts(module: str) -> set[str]:
    script = ROOT / module / "jvm.gradle.kts"
    if not script.exists():
        script = ROOT / module / "build.gradle.kts"
    libraries = {
        name.replace("-", "."): found["module"].split(":")[1] for name, found in catalogue()["libraries"].items()
    }
    text = script.read_text()
    names = {libraries[name] for name in re.findall(r"\(libs\.((?!plugins)[\w.]+)\)", text)}
    return names | set(re.findall(r'project\(":(\w+)"\)', text))


def test_both_builds_take_the_same_versions() -> None:
    properties = pom().find("m:properties", MAVEN)
    assert properties is not None
    theirs = {
        found.tag.split("}")[1].removesuffix(".version"): found.text
        for found in properties
        if found.tag.endswith(".version")
    }
    ours = catalogue()["versions"]
    assert theirs == {name: ours[name] for name in theirs}
    only_with_android = {"agp", "compose-bom", "androidx-activity", "androidx-lifecycle"}
    assert set(ours) - set(theirs) == only_with_android


def test_both_builds_have_the_same_modules() -> None:
    assert {str(found.text) for found in pom().findall("m:modules/m:module", MAVEN)} == set(SHARED)
    settings = (ROOT / "settings.gradle.kts").read_text()
    assert set(re.findall(r'":(\w+)"', settings)) == {*SHARED, "app"}


@pytest.mark.parametrize("module", SHARED)
def test_both_builds_give_a_module_the_same_libraries(module: str) -> None:
    everywhere = {"kotlin-test-junit5", "junit-jupiter", "junit-bom", "junit-platform-launcher"}
    everywhere |= {"kotlinx-coroutines-core", "kotlinx-coroutines-test"}
    assert gradle_artifacts(module) - everywhere == maven_artifacts(module) - everywhere


def test_no_script_of_the_mode_without_android_names_its_plugin() -> None:
    scripts = [*ROOT.glob("**/jvm.gradle.kts"), ROOT / "settings.gradle.kts"]
    scripts += [ROOT / module / "build.gradle.kts" for module in ("domain", "data", "desktop")]
    assert len(scripts) == 7
    for script in scripts:
        assert not re.search(r"com\.android|libs\.plugins\.android|^android\b", script.read_text(), re.MULTILINE), (
            script
        )


def test_the_app_takes_every_format_of_charts_that_is_read() -> None:
    android = "{http://schemas.android.com/apk/res/android}"
    manifest = ElementTree.parse(ROOT / "app/src/main/AndroidManifest.xml").getroot()
    taken: dict[str, tuple[set[str], set[str]]] = {}
    for intents in manifest.findall("./application/activity/intent-filter"):
        data = intents.findall("data")
        schemes = {each.get(f"{android}scheme") or "" for each in data} - {""}
        for action in intents.findall("action"):
            types, known = taken.setdefault(str(action.get(f"{android}name")), (set(), set()))
            types |= {each.get(f"{android}mimeType") or "" for each in data} - {""}
            known |= schemes
    types, _ = taken["android.intent.action.SEND"]
    opened, schemes = taken["android.intent.action.VIEW"]
    assert types == opened
    assert schemes == {"content", "irealb", "irealbook"}, "a path could be a file of the app's own"
    for each in formats():
        if each.read is not None:
            text = "text/*" if each.media_type.startswith("text/") else each.media_type
            assert text in types, each.name
