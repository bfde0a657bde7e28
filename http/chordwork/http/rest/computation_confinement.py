"""What the processes that work computations out may do: as little as music, pictures and a band need."""

from __future__ import annotations

import os
import resource
import tempfile
from pathlib import Path
from typing import Final

from chordwork.http.confinement import Policy
from chordwork.http.confinement.filters import NEW_NAMESPACES, Except, Without
from chordwork.http.confinement.places import NOWHERE, installation, program, system

MAX_MEMORY_BYTES: Final = 4 << 30
"""Address space; a large soundfont is half a gigabyte."""
MAX_FILE_BYTES: Final = 512 << 20
"""Five minutes of a band at 96 kHz are 115 MB."""
MAX_DESCRIPTORS: Final = 64
MAX_PROCESSES: Final = 32
"""FluidSynth, with its threads."""
CPU_S_PER_COMPUTATION: Final = 900
"""Far beyond the time after which the server kills it: for the day on which it does not."""
SOUNDFONT_VARIABLE: Final = "CHORDWORK_SOUNDFONT"

_NETWORK: Final = ("socket", "socketpair", "connect", "bind", "listen", "accept", "accept4")
_RIGHTS: Final = ("chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "lchown", "fchownat")
_OTHERS: Final = (
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "pidfd_getfd"),
    *("migrate_pages", "move_pages", "perf_event_open"),
)
_KERNEL: Final = (
    *("bpf", "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register", "personality"),
    *("add_key", "request_key", "keyctl", "init_module", "finit_module", "delete_module"),
    *("kexec_load", "kexec_file_load", "reboot", "syslog", "acct", "quotactl", "swapon", "swapoff"),
    *("settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname"),
)
_PLACES: Final = (
    *("mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "name_to_handle_at", "open_by_handle_at"),
    *("open_tree", "move_mount", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr"),
)


def policy() -> Policy:
    """Read the installation and the soundfont, write to its own folder, run FluidSynth; no network."""
    soundfont = os.environ.get(SOUNDFONT_VARIABLE, "")
    return Policy(
        limits={
            resource.RLIMIT_AS: MAX_MEMORY_BYTES,
            resource.RLIMIT_FSIZE: MAX_FILE_BYTES,
            resource.RLIMIT_NOFILE: MAX_DESCRIPTORS,
            resource.RLIMIT_CORE: 0,
        },
        namespaced_limits={resource.RLIMIT_NPROC: MAX_PROCESSES},
        calls=Except(
            never=(*_NETWORK, *_RIGHTS, *_OTHERS, *_KERNEL, *_PLACES),
            unknown=("clone3",),  # its flags cannot be seen
            when={"clone": Without(0, NEW_NAMESPACES)},
        ),
        readable=(*installation(), *system(), *program("fluidsynth"), *((Path(soundfont),) if soundfont else ())),
        writable=(Path(tempfile.gettempdir()), NOWHERE),
    )


def allow_processor_time() -> None:
    """Begin to count anew: called before each computation."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime) + CPU_S_PER_COMPUTATION
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))
