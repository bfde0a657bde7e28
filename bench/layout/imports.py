"""Who imports whom: circles, and how many floors the modules stand on."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from bench.layout.trees import module_name

Graph = dict[str, set[str]]
"""The modules that each module imports, itself left out."""


def imports_of(sources: Mapping[str, str]) -> Graph:
    """The graph of the Python files of a tree; what is not in the tree is left out."""
    names = {module_name(path): path for path in sources if path.endswith(".py")}
    graph: Graph = {}
    for name, path in names.items():
        package = name if path.endswith("__init__.py") else name.rpartition(".")[0]
        wanted = _imported(ast.parse(sources[path]), package)
        found = (_module_in(names, target) for target in wanted)
        graph[name] = {other for other in found if other and other != name}
    return graph


def _imported(tree: ast.Module, package: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{each.name}" for each in node.names)


def _module_in(names: Mapping[str, str], target: str) -> str:
    """The module that holds a name: itself, or what it is taken from; empty where neither is in the tree."""
    return target if target in names else parent if (parent := target.rpartition(".")[0]) in names else ""


def within(graph: Graph, names: Iterable[str]) -> Graph:
    """The part of a graph that some of its modules make among themselves."""
    inside = set(names)
    return {name: graph[name] & inside for name in inside}


def components(graph: Graph) -> list[list[str]]:
    """Strongly connected components, each after those it imports.

    After R. Tarjan, "Depth-first search and linear graph algorithms" (1972).
    """
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = lowest[name] = len(order)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in order:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in stack:
                lowest[name] = min(lowest[name], order[other])
        if lowest[name] == order[name]:
            cut = stack.index(name)
            found.append(sorted(stack[cut:]))
            del stack[cut:]

    for name in sorted(graph):
        if name not in order:
            visit(name)
    return found


def circles(graph: Graph) -> list[list[str]]:
    """The sets of modules that import each other, largest first."""
    return sorted((each for each in components(graph) if len(each) > 1), key=lambda each: (-len(each), each))


def floors(graph: Graph) -> int:
    """How many modules the longest walk along imports meets; a circle counts as one."""
    height: dict[str, int] = {}
    for component in components(graph):
        below = {other for name in component for other in graph[name]} - set(component)
        tall = 1 + max((height[other] for other in below), default=0)
        height.update(dict.fromkeys(component, tall))
    return max(height.values(), default=0)
