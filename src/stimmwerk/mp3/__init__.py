"""MP3 in blocks: LAME, frame headers, the Info frame."""
