"""stimmwerk feed."""

from __future__ import annotations

from stimmwerk.cli.common import JsonOption, result, result_json, tell


def feed(as_json: JsonOption = False) -> None:
    """Make the show's feed again from the episodes under build/; prints its path."""
    from stimmwerk.errors import ShowError, Where
    from stimmwerk.files import shown
    from stimmwerk.session import store_of
    from stimmwerk.settings import SHOW_FILE
    from stimmwerk.show import Show
    from stimmwerk.syndication import refresh_feed
    from stimmwerk.units import counted

    show = Show.find()
    made = refresh_feed(show, store_of(show))
    if made.path is None:
        wanted = show.settings.feed.on
        raise ShowError(
            "the show has no url, and a feed names every file by its address" if wanted else "feed.on is false",
            where=Where(shown(show.root / SHOW_FILE)),
            hint='add url = "https://...", the folder in which the feed will stand' if wanted else "set it to true",
        )
    for text in (*made.left_out, *made.remarks):
        tell(str(text))
    tell(f"{counted(len(made.episodes), 'episode')}, {'written' if made.changed else 'nothing has changed'}")
    if as_json:
        result_json(
            {
                "feed": shown(made.path),
                "address": made.address,
                "episodes": list(made.episodes),
                "left_out": [{"folder": out.folder, "why": out.why, "meant": out.meant} for out in made.left_out],
                "remarks": list(made.remarks),
                "changed": made.changed,
            }
        )
    else:
        result(shown(made.path))
