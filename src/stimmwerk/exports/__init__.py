"""What is written beside the MP3, all from the one timeline."""
