"""Files that are whole or not there: written aside, through to the disk, then renamed."""

import contextlib
import os
import uuid
from pathlib import Path


def write(file: Path, content: bytes) -> None:
    """Write a file that is not there yet through to the disk."""
    with file.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def sync(folder: Path) -> None:
    """Write a folder's list of files through to the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def replace(file: Path, content: bytes, aside: Path) -> None:
    """Put a file in place whole, over an old one.

    Parameters
    ----------
    aside
        A folder of the same file system where it is written first; a `kill` leaves it there.
    """
    fresh = aside / uuid.uuid4().hex
    try:
        write(fresh, content)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)
    sync(file.parent)
