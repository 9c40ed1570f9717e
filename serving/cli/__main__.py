"""`python -m serving.cli`: what `./parley` hands over to."""

from __future__ import annotations

import os

from serving.cli.app import main

# The entry script's way to find this package, not for the processes that we start.
os.environ.pop("PYTHONPATH", None)
main()
