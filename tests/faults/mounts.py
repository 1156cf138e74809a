"""File systems of their own, for disks that are full and folders that may only be read."""

import subprocess
from contextlib import contextmanager

import pytest


@contextmanager
def mounted(folder, *options):
    """Mounts at a folder what the options of ``mount`` say, until the block ends; skips where that is not allowed."""
    folder.mkdir(exist_ok=True)
    try:
        done = subprocess.run(["mount", *options, folder], check=False, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("needs a mount of its own, and there is no program `mount`")
    if done.returncode != 0:
        pytest.skip(f"needs a mount of its own, which is refused here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def remount(folder, options):
    """Changes a mount while it is in use."""
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)
