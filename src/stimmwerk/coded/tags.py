"""What files of other codecs say of an episode, by the names that FFmpeg has for it."""

from __future__ import annotations

from stimmwerk.exports.edition import Edition


def tags_of(edition: Edition) -> dict[str, str]:
    """Only those that say something.  track: the episode's number."""
    settings = edition.show
    tags = {
        "title": edition.title,
        "artist": settings.author,
        "album": settings.title,
        "album_artist": settings.author,
        "genre": "Podcast",
        "date": edition.date.isoformat() if edition.date else "",
        "track": "" if edition.number is None else str(edition.number),
        "copyright": settings.copyright,
        "comment": edition.comment,
        "description": edition.description or "",
    }
    return {name: text for name, text in tags.items() if text}
