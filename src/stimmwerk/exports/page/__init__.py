"""The listener's page: one file beside the MP3 that plays it, follows it word by word and finds what was said."""
