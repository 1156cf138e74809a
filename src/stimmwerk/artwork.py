"""The pictures of an episode: what the show and the script bring, and drawn ones for the rest; kept in the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stimmwerk.digests import digest_of
from stimmwerk.errors import ShowError, Where
from stimmwerk.exports.edition import Picture
from stimmwerk.folders import COVER
from stimmwerk.plan import Plan
from stimmwerk.show import Show
from stimmwerk.store import Store

if TYPE_CHECKING:
    from PIL import Image

#: What the store calls pictures.
PICTURE = "picture"

#: The side of a cover that directories accept, in pixels, and its most bytes (Apple Podcasts: 512 kB).
COVER_SIDES, _COVER_BYTES = range(1400, 3001), 512_000
# Sides that are tried where a cover takes more.
_COVER_SMALLER = (COVER_SIDES.stop - 1, 2400, 2000, 1700, COVER_SIDES.start)

_CHAPTER_SIDE, _CHAPTER_BYTES = 1400, 300_000

# In the tag: players read all of it before the first sound, and some give up on one of several megabytes.
_COVER_IN_TAG, _COVER_SIDES_IN_TAG = 120_000, (1000, 600)
_CHAPTERS_IN_TAG, _CHAPTER_IN_TAG, _CHAPTER_SIDES_IN_TAG = 1_200_000, 60_000, (700, 350, 200, 140)

#: Raised whenever the same picture would be converted otherwise.
_REVISION = 3

_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Artwork:
    """cover: the episode's; chapters: one for each, None for those that have none."""

    cover: Picture
    chapters: tuple[Picture | None, ...]


class Illustrator:
    """Gives an episode its pictures.

    Raises ShowError at once for a picture that is missing, lies outside the show or is neither PNG nor JPEG.
    """

    def __init__(self, plan: Plan, show: Show, store: Store) -> None:
        self._plan, self._show = plan, show
        self._cabinet = _Cabinet(show=show, store=store)
        self._cover = _own_cover(show)
        self._own = tuple(
            None if section.image is None else self._own_picture(section.image, Where(plan.file, section.line))
            for section in plan.rundown.sections
        )

    def artwork(self) -> Artwork:
        """All pictures, out of the store where it has them.  Raises ShowError for one that cannot be opened."""
        sections, settings = self._plan.rundown.sections, self._show.settings
        if settings.has_feed:
            # The feed asks for it when the episode is finished, and then there is less memory left to draw it in.
            show_cover(self._show, self._cabinet.store)
        digits = max(2, len(str(len(sections))))
        most = min(_CHAPTER_IN_TAG, _CHAPTERS_IN_TAG // max(1, len(sections)))
        return Artwork(
            cover=_cover(self._cabinet, self._cover, wanted="cover" in settings.exports),
            chapters=tuple(self._chapter(index, f"{index + 1:0{digits}}", most) for index in range(len(sections))),
        )

    def _own_picture(self, name: str, where: Where) -> bytes:
        data = self._show.picture(name, where)
        _check_kind(data, f"the picture {name}", where)
        return data

    def _chapter(self, index: int, number: str, most: int) -> Picture | None:
        from stimmwerk.exports.jpeg import jpeg, open_picture, scaled_down, small_jpeg

        settings, own = self._show.settings, self._own[index]
        section = self._plan.rundown.sections[index]
        wanted = "chapter_pictures" in settings.exports
        if own is None and not wanted:
            return None

        def drawn() -> Image.Image:
            from stimmwerk.exports.pictures import draw_chapter

            if own is None:
                return draw_chapter(index + 1, section.title, palette=settings.colours)
            where = Where(self._plan.file, section.line)
            return open_picture(own, f"the picture {section.image}", settings.colours.ground, where)

        def pair() -> tuple[bytes, bytes]:
            image = scaled_down(drawn(), _CHAPTER_SIDE)
            return jpeg(image, _CHAPTER_BYTES), small_jpeg(image, most, _CHAPTER_SIDES_IN_TAG)

        words: Sequence[str | int] = ("chapter", most, *((index + 1, section.title) if own is None else ()))
        file = f"chapter-{number}.jpg" if wanted else None
        return self._cabinet.picture(words, own, pair, file)


def show_cover(show: Show, store: Store) -> Picture:
    """The cover that all episodes have, out of the store where it is there.

    Raises ShowError for one that is missing, lies outside the show, is neither PNG nor JPEG or cannot be opened.
    """
    return _cover(_Cabinet(show=show, store=store), _own_cover(show), wanted=True)


def _own_cover(show: Show) -> bytes | None:
    own = show.cover()
    if own is not None:
        _check_kind(own, f"the cover, audio/{show.settings.cover},", None)
    return own


def _cover(cabinet: _Cabinet, own: bytes | None, *, wanted: bool) -> Picture:
    """wanted: as a file of its own, not for the tag alone."""
    from stimmwerk.exports.pictures import COVER_SIZE

    settings = cabinet.show.settings
    # Nine times as many pixels as the tag takes: nobody waits for those that nobody will see.
    size = COVER_SIZE if wanted else _COVER_SIDES_IN_TAG[0]

    def drawn() -> Image.Image:
        from stimmwerk.exports.jpeg import open_picture, squared
        from stimmwerk.exports.pictures import draw_cover

        if own is None:
            return draw_cover(settings.title, settings.author, size, settings.colours)
        what = f"the cover, audio/{settings.cover},"
        return squared(open_picture(own, what, settings.colours.ground), COVER_SIDES, settings.colours.ground)

    def pair() -> tuple[bytes, bytes]:
        from stimmwerk.exports.jpeg import jpeg_within, small_jpeg

        image = drawn()
        small = small_jpeg(image, _COVER_IN_TAG, _COVER_SIDES_IN_TAG)
        return jpeg_within(image, _COVER_BYTES, _COVER_SMALLER) if wanted else small, small

    words = ("cover", size, *((settings.title, settings.author) if own is None else ()))
    return cabinet.picture(words, own, pair, COVER if wanted else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cabinet:
    """Where the pictures of a show are kept."""

    show: Show
    store: Store

    def picture(
        self, words: Sequence[str | int], own: bytes | None, pair: Callable[[], tuple[bytes, bytes]], file: str | None
    ) -> Picture:
        """words, own: what tells it from others; pair: makes it, and what goes into the tag; file: its own name."""
        key = self._key(words, own)
        found = self.store.get_with_facts(PICTURE, key)
        if found is None:
            data, small = pair()
            self.store.put(PICTURE, key, data + small, {"size": len(data)})
        else:
            payload, size = found[0], found[1]["size"]
            data, small = payload[:size], payload[size:]
        return Picture(data=data, small=small, file=file)

    def _key(self, words: Sequence[str | int], own: bytes | None) -> str:
        """The store's key of a picture: SHA-256 of all that it is made from and with."""
        import hashlib
        from dataclasses import asdict
        from importlib.metadata import version

        from stimmwerk.exports.pictures import REVISION

        return digest_of(
            {
                "words": list(words),
                "own": None if own is None else hashlib.sha256(own).hexdigest(),
                "palette": asdict(self.show.settings.colours),
                "revisions": [_REVISION, REVISION],
                "pillow": version("pillow"),
                "font": version("font-manrope"),
            }
        )


def _check_kind(data: bytes, what: str, where: Where | None) -> None:
    if not data.startswith(_MAGIC):
        raise ShowError(
            f"{what} is neither a PNG nor a JPEG; it begins with {data[:8].hex(' ') or 'nothing'}",
            where=where,
            hint="save it as PNG or JPEG",
        )
