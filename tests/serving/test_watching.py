import asyncio
import contextlib
import shutil
from pathlib import Path

import pytest

from stimmwerk.serving.watching import Concern, concerned

from .servers import PATIENCE


@pytest.fixture
def root(tmp_path):
    for name in ("episodes", "voices/de", "audio", "build/one", "build/two", "build/tryout", "build/cache"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("one", "two", "new"):
        (tmp_path / f"episodes/{name}.md").touch()
    for name in ("one", "two", "tryout"):
        (tmp_path / f"build/{name}/manifest.json").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "all_of_them", "only_one"),
    [
        (["episodes/one.md"], ("one",), ("one",)),
        (["episodes/two.md", "episodes/new.md"], ("new", "two"), ()),
        (["voices/first.toml"], ("one", "two"), ("one",)),
        (["voices/de/lexicon.toml"], ("one", "two"), ("one",)),
        (["audio/sting.wav"], ("one", "two"), ("one",)),
        (["show.toml"], ("one", "two"), ("one",)),
        (["audio/sting.wav", "episodes/new.md"], ("new", "one", "two"), ("one",)),
        (["README.md", "build/one/manifest.json", "episodes/notes.txt", "other/show.toml"], (), ()),
        (["episodes/.one.md", "voices/.first.toml.swp", ".git/HEAD"], (), ()),
        (["episodes/gone.md"], (), ()),
    ],
)
def test_which_episodes_may_be_others_now(root, changed, all_of_them, only_one):
    paths = [root / name for name in changed]
    assert Concern(root=root).concerns(paths) == all_of_them
    assert Concern(root=root, script=root / "episodes/one.md").concerns(paths) == only_one


def test_files_elsewhere_belong_to_it_when_they_are_named(root, tmp_path_factory):
    other = tmp_path_factory.mktemp("elsewhere")
    concern = Concern(root=root, script=other / "talk.txt", more=(other / "cast.toml",))
    assert concern.concerns([other / "talk.txt"]) == concern.concerns([other / "cast.toml"]) == ("talk",)
    assert concern.concerns([other / "more.txt"]) == ()
    assert (other, False) in concern.folders()


def test_only_folders_that_are_there_are_watched(root):
    (root / "audio").rmdir()
    assert set(Concern(root=root).folders()) == {(root, False), (root / "episodes", True), (root / "voices", True)}
    assert Path("build") not in {folder.relative_to(root) for folder, _ in Concern(root=root).folders()}


class Watched:
    """What ``concerned`` tells of a show."""

    def __init__(self, concern):
        self._changes = concerned(concern)
        self._next = asyncio.ensure_future(anext(self._changes))

    async def told(self, patience=PATIENCE):
        """The next that it tells; raises TimeoutError."""
        names = await asyncio.wait_for(asyncio.shield(self._next), patience)
        self._next = asyncio.ensure_future(anext(self._changes))
        return names

    async def tells(self, change):
        """What comes of a change once all before it was told; a change is made until its watch has begun."""
        with contextlib.suppress(TimeoutError):
            while True:
                await self.told(0.5)
        for _ in range(PATIENCE):
            change()
            with contextlib.suppress(TimeoutError):
                return await self.told(1)
        raise AssertionError("nothing was told")

    async def aclose(self):
        self._next.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._next
        await self._changes.aclose()


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("audio/sting.wav", ("one", "two")),
        ("voices/de/lexicon.toml", ("one", "two")),
        ("episodes/later.md", ("later",)),
    ],
)
def test_a_folder_that_comes_later_is_watched(root, file, names):
    folder = root / Path(file).parts[0]

    def written():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text("")

    async def run():
        async with contextlib.aclosing(Watched(Concern(root=root))) as show:
            assert await show.tells((root / "show.toml").touch) == ("one", "two")
            for _ in "once", "and again":
                shutil.rmtree(folder)
                folder.mkdir()
                assert await show.tells(written) == names
                assert await show.tells(written) == names

    asyncio.run(run())
