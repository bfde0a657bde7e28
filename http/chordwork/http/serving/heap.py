"""What a server does once to its memory, when it is ready."""

from __future__ import annotations

import gc


def settle_heap() -> None:
    """Collect garbage, and take what is left out of all later collections: it stays for as long as the process.

    A full collection looks at every object. For a server that has loaded its libraries that takes a tenth of a second,
    in which nobody is heard, and hardly ever finds anything. For processes that do nothing but serve.
    """
    gc.collect()
    gc.freeze()
