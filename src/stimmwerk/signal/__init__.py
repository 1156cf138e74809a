"""Sound as arrays: waveforms, loudness, polish, mixdown."""
