"""``python -m chordwork.cli`` is ``chordwork``."""

import sys

from chordwork.cli import main

sys.exit(main())
