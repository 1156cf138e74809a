"""The table [feed] of show.toml: what directories of podcasts want to know of a show."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from stimmwerk.errors import did_you_mean
from stimmwerk.settings import Table

#: Apple's categories and what stands below each (https://podcasters.apple.com/support/1691-apple-podcasts-categories).
CATEGORIES: dict[str, tuple[str, ...]] = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": ("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        "Animation & Manga",
        "Automotive",
        "Aviation",
        "Crafts",
        "Games",
        "Hobbies",
        "Home & Garden",
        "Video Games",
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        "Business News",
        "Daily News",
        "Entertainment News",
        "News Commentary",
        "Politics",
        "Sports News",
        "Tech News",
    ),
    "Religion & Spirituality": ("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"),
    "Science": (
        "Astronomy",
        "Chemistry",
        "Earth Sciences",
        "Life Sciences",
        "Mathematics",
        "Natural Sciences",
        "Nature",
        "Physics",
        "Social Sciences",
    ),
    "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    "Sports": (
        "Baseball",
        "Basketball",
        "Cricket",
        "Fantasy Sports",
        "Football",
        "Golf",
        "Hockey",
        "Rugby",
        "Running",
        "Soccer",
        "Swimming",
        "Tennis",
        "Volleyball",
        "Wilderness",
        "Wrestling",
    ),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
    "Technology": (),
    "True Crime": (),
}

#: Stands between a category and the one below it.
BELOW = " > "

_TYPES = ("episodic", "serial")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One of Apple's categories, and the one below it, or None."""

    name: str
    below: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """How the show presents itself.

    on: whether build/feed.xml is written; categories: the first counts most; explicit: whether it is for adults only;
    owner, email: who may be asked, and where; locked: other hosts may not import the feed; link: the show's page, by
    default the folder of the feed; kind: ``episodic`` or ``serial``; guid: the feed's UUID for one that has moved, by
    default made of its address.
    """

    on: bool = True
    categories: tuple[Category, ...] = ()
    explicit: bool = False
    owner: str = ""
    email: str = ""
    locked: bool = True
    link: str = ""
    kind: str = "episodic"
    guid: str = ""


def parse_feed(table: Table, web_address: Callable[[str], object]) -> FeedSettings:
    """The settings of a table [feed].  Raises with file, line and the nearest right word.

    web_address: raises ValueError for what is none.
    """
    defaults = FeedSettings()
    settings = FeedSettings(
        on=table.take("on", bool, True),
        categories=_categories(table),
        explicit=table.take("explicit", bool, defaults.explicit),
        owner=table.take("owner", str, ""),
        email=table.take("email", str, "", check=_email),
        locked=table.take("locked", bool, defaults.locked),
        link=table.take("link", str, "", check=web_address),
        kind=table.take("type", str, defaults.kind, choices=_TYPES),
        guid=table.take("guid", str, "", check=_guid),
    )
    table.done()
    return settings


def _categories(table: Table) -> tuple[Category, ...]:
    found = []
    for text in table.texts("categories"):
        name, _, below = (part.strip() for part in text.partition(BELOW.strip()))
        if name not in CATEGORIES:
            above = [f"{other}{BELOW}{name}" for other, names in CATEGORIES.items() if name in names]
            hint = f"write it as {above[0]!r}" if above else did_you_mean(name, CATEGORIES)
            raise table.fail(f"feed.categories: {name!r} is no category of Apple's", "categories", hint)
        if below and below not in CATEGORIES[name]:
            raise table.fail(
                f"feed.categories: {below!r} does not stand below {name!r}",
                "categories",
                did_you_mean(below, CATEGORIES[name]),
            )
        found.append(Category(name=name, below=below or None))
    return tuple(found)


def _email(text: str) -> None:
    if text and not _EMAIL.fullmatch(text):
        raise ValueError(f"{text!r} is no address of e-mail")


def _guid(text: str) -> None:
    if text and not _UUID.fullmatch(text):
        raise ValueError(f"{text!r} is no UUID such as ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
