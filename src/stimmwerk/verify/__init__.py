"""Measuring a finished episode: decoded as a listener's player does, against its manifest and the standards."""

from stimmwerk.verify.episode import verify_episode, verify_folder, verify_made, verify_path
from stimmwerk.verify.verdict import Limits, Row, Status, Verdict

__all__ = ["Limits", "Row", "Status", "Verdict", "verify_episode", "verify_folder", "verify_made", "verify_path"]
