"""Stimmwerk turns a conversation on paper into a chaptered episode."""

__version__ = "0.1.0"
