"""Who speaks, and how what is written becomes what is spoken."""
