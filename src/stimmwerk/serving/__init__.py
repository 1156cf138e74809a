"""What a show has made, served to this machine's browser, and made again when a file of the show changes."""
