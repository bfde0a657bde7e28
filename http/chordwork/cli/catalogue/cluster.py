"""Songs heard by a Dask cluster whose machines see the library and the results under the same paths."""

from __future__ import annotations

import importlib
from collections.abc import Generator, Iterable
from typing import Any, Final

from chordwork.cli.catalogue.tasks import Outcome, Task, analyse_song, failure
from chordwork.cli.errors import CommandError
from chordwork.harmony.extras import install_extra

_AHEAD: Final = 4
"""Songs under way for each thread of the cluster: enough that none waits, few enough that little is lost."""
_CONNECT_S: Final = 30


class Cluster:
    """The scheduler at an address such as ``tcp://10.0.0.5:8786``."""

    def __init__(self, address: str) -> None:
        """Connect.

        Raises:
            CommandError: the extra is not installed, nobody answers there, or it has no workers.
        """
        try:
            distributed: Any = importlib.import_module("distributed")
        except ModuleNotFoundError:
            raise CommandError(f"--dask needs an extra, here and on the cluster: {install_extra('dask')}") from None
        try:
            self._client: Any = distributed.Client(address, timeout=_CONNECT_S, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise CommandError(f"no Dask scheduler answers at {address}: {error}") from error
        self._distributed = distributed
        self.threads = sum(worker["nthreads"] for worker in self._client.scheduler_info(-1)["workers"].values())
        if not self.threads:
            self._client.close()
            raise CommandError(f"the Dask scheduler at {address} has no workers: start some (dask worker {address})")

    def analyse(self, tasks: Iterable[Task]) -> Generator[Outcome]:
        """Outcomes as they come, each task's once; a song whose worker is lost is tried elsewhere by the scheduler."""
        waiting = iter(tasks)
        paths: dict[str, str] = {}
        done = self._distributed.as_completed(loop=self._client.loop)
        try:
            for task in waiting:
                self._give(done, paths, task)
                if len(paths) >= self.threads * _AHEAD:
                    break
            for future in done:
                path = paths.pop(future.key)
                yield self._outcome(future, path)
                if (following := next(waiting, None)) is not None:
                    self._give(done, paths, following)
        finally:
            self._client.close()

    def _give(self, done: Any, paths: dict[str, str], task: Task) -> None:
        future = self._client.submit(analyse_song, task, pure=False, retries=2)
        paths[future.key] = task["path"]
        done.add(future)

    def _outcome(self, future: Any, path: str) -> Outcome:
        error = future.exception()
        if error is not None:
            return failure(path, f"the cluster could not hear it: {type(error).__name__}: {error}")
        outcome: Outcome = future.result()
        return outcome
