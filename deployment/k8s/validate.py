"""Holds manifests against API schemas: those of Kubernetes by kubernetes-validate, others by their definitions. See
``validate``, which calls it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import yaml


def definitions(folders: list[Path]) -> dict[tuple[str, str], dict[str, Any]]:
    """Schemas of custom resources, by version of the API and kind."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for path in (path for folder in folders for path in folder.glob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text()):
            if not document or document.get("kind") != "CustomResourceDefinition":
                continue
            spec = document["spec"]
            for version in spec["versions"]:
                schema = strict(version["schema"]["openAPIV3Schema"])
                schema["properties"]["metadata"] = {"type": "object"}
                found[f"{spec['group']}/{version['name']}", spec["names"]["kind"]] = schema
    return found


def strict(node: Any) -> Any:
    """The same schema, which finds fault with fields that it does not know."""
    if isinstance(node, list):
        return [strict(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = {name: strict(value) for name, value in node.items()}
    closed = isinstance(made.get("properties"), dict) and not made.get("x-kubernetes-preserve-unknown-fields")
    if closed and made.get("type") == "object":
        made.setdefault("additionalProperties", False)
    return made


def faults(document: dict[str, Any], versions: list[str], others: dict[tuple[str, str], dict[str, Any]]) -> list[str]:
    """What is wrong with a manifest."""
    own = others.get((document["apiVersion"], document["kind"]))
    if own is not None:
        return [
            f"{error.json_path}: {error.message}" for error in jsonschema.Draft7Validator(own).iter_errors(document)
        ]
    said = []
    for version in versions:
        try:
            kubernetes_validate.validate(document, version, strict=True)
        except (kubernetes_validate.ValidationError, kubernetes_validate.InvalidSchemaError) as error:
            said.append(f"{version}: {str(error).splitlines()[0]}")
        except kubernetes_validate.SchemaNotFoundError as error:
            said.append(f"{version}: no schema: {error}")
    return said


def main() -> int:
    """One line a manifest; 1 if something is wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--versions", required=True)
    parser.add_argument("--definitions", nargs="+", type=Path, required=True)
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args()
    others = definitions(options.definitions)
    wrong = count = 0
    for path in options.files:
        for document in yaml.safe_load_all(path.read_text()):
            found = faults(document, options.versions.split(), others)
            count += 1
            wrong += bool(found)
            print(
                f"{path.stem:8} {document['kind']:24} {document['metadata']['name']:18} {'; '.join(found) or 'valid'}"
            )
    print(f"{count - wrong} valid, {wrong} not (Kubernetes {options.versions})")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
