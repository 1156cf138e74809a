"""Sound as AAC and Opus, in MP4 and Ogg; FFmpeg's libraries do the work, by PyAV."""
