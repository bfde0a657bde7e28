"""``python -m chordwork.http.cli`` is ``chordwork``."""

import sys

from chordwork.http.cli import main

sys.exit(main())
