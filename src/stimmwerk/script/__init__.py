"""The script format: its model, its reader and its formatter."""
