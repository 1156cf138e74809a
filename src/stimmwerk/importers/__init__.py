"""Transcripts of other kinds become scripts: one module a family of formats."""
