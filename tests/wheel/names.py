"""Run inside an environment with an installed wheel, from anywhere: imports every module and every public name.

python - engine < tests/wheel/names.py      of what `chordwork` alone brings, where the web stack is not
python - server < tests/wheel/names.py      all of `chordwork[server]`
"""

import importlib
import pkgutil
import sys
from importlib.util import find_spec

from chordwork.harmony.extras import WEB_STACK, ServerMissingError

ROOTS = ("native", "harmony", "music", "engine", "actors", "analysis", "client", "bridge", "http", "cli")
WITHOUT_WEB = ("chordwork.cli", "chordwork.analysis.decoding", "chordwork.analysis")
"""Parts of http that the command line of the small installation lives on."""
POSIX = ("fcntl", "grp", "pwd", "resource", "termios")
SERVE = "chordwork.cli.commands.serve"

whole = sys.argv[1] == "server"
modules = []
for root in ROOTS:
    package = importlib.import_module(f"chordwork.{root}")
    modules.append(package.__name__)
    modules += [found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
names, without = 0, []
for name in modules:
    if name.endswith("__main__"):
        continue
    try:
        module = importlib.import_module(name)
        for public in getattr(module, "__all__", ()):
            getattr(module, public)
            names += 1
    except (ModuleNotFoundError, ServerMissingError) as error:
        missing = getattr(error.__cause__ or error, "name", None) or ""
        of_server = missing.partition(".")[0] in {*WEB_STACK, *POSIX} and name.startswith(("chordwork.http", SERVE))
        if whole or not of_server or (name.startswith(WITHOUT_WEB) and name != SERVE):
            raise
        without.append(name)
there = sorted(name for name in WEB_STACK if find_spec(name))
if there and not whole:
    sys.exit(f"this is no bare environment: {there}")
print(f"{len(modules)} modules, {names} public names; {len(without)} modules want the extra server")
