"""Chance without chance: noise that is the same everywhere and always."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def white_noise(length: int) -> NDArray[np.float64]:
    """White noise within [-1, 1), made of whole numbers (SplitMix64): the same with every version of numpy."""
    state = np.arange(1, length + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    state ^= state >> np.uint64(31)
    return (state >> np.uint64(11)).astype(np.float64) * 2.0**-52 - 1
