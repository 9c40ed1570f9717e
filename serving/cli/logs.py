"""`./parley logs NAME [-f]`: the end of a process's log, or the log as it grows."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from pathlib import Path
from typing import BinaryIO

from serving.cli.layout import DataDirectory
from serving.cli.refusal import Refusal

LOOK_EVERY_S = 0.2


def logs(data: DataDirectory, name: str, *, follow: bool, lines: int) -> None:
    path = data.log(name)
    known = sorted(file.stem for file in data.logs.glob("*.log"))
    if name not in known:
        listed = ", ".join(known) if known else "none yet: `./parley up` writes them"
        raise Refusal(f"there is no log of '{name}' in {data.logs}; there are: {listed}.")
    output = sys.stdout.buffer
    with path.open("rb") as file:
        output.writelines(deque(file, maxlen=lines))
        output.flush()
        if follow:
            _follow(path, file, output)


def _follow(path: Path, file: BinaryIO, output: BinaryIO) -> None:
    """Until Ctrl-C, also when the log is rotated under us."""
    while True:
        grown = file.read()
        if grown:
            output.write(grown)
            output.flush()
            continue
        if path.exists() and path.stat().st_ino != _inode(file):
            file.close()
            file = path.open("rb")
            continue
        time.sleep(LOOK_EVERY_S)


def _inode(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_ino
