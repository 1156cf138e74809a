"""Digests by which finished things are found again: of values, of files, of folders."""

from __future__ import annotations

import hashlib
import json


def digest_of(facts: object) -> str:
    """SHA-256, in hexadecimal, of a value as canonical JSON: keys sorted, no spaces, UTF-8.

    Raises TypeError for what JSON has no word for and ValueError for NaN and infinities.
    """
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
