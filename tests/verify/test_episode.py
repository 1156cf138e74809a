"""Each fault fails the rows that it should fail, and no others."""

import json
import struct
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from stimmwerk import units
from stimmwerk.errors import InputError
from stimmwerk.files import sha256_of
from stimmwerk.manifest import FILE, Output
from stimmwerk.mp3.frames import walk
from stimmwerk.verify import Limits, verify_episode, verify_folder, verify_path
from stimmwerk.verify.listening import listen
from stimmwerk.verify.sound import check_sound

RATE = 44_100
SHIFTED = {"turns.attack", "turns.release"}


@pytest.fixture
def verdict_of(tmp_path):
    def judge(episode, **more):
        return verify_episode(episode.write(tmp_path / "probe.mp3"), episode.manifest, **more)

    return judge


class TestGood:
    def test_every_check_is_made_and_none_fails(self, good_mp3, episode):
        verdict = verify_episode(good_mp3, episode.manifest)
        assert {row.status for row in verdict.rows} == {"ok"}
        assert verdict.passed
        assert len({row.name for row in verdict.rows}) == len(verdict.rows) == 24

    def test_without_a_manifest_what_needs_it_is_skipped_with_the_reason(self, good_mp3, episode):
        verdict = verify_episode(good_mp3, limits=Limits(target_lufs=episode.manifest.target_lufs))
        skipped = {row.name for row in verdict.rows if row.status == "skip"}
        assert skipped == {
            "sound.format",
            "loudness.roles",
            "chapters.manifest",
            "turns.present",
            "turns.attack",
            "turns.release",
            "turns.level",
            "turns.loudness",
        }
        assert {row.figure for row in verdict.rows if row.status == "skip"} == {"there is no manifest"}
        assert verdict.passed

    def test_without_a_manifest_the_target_is_the_house_s(self, good_mp3):
        row = next(row for row in verify_episode(good_mp3).rows if row.name == "loudness.programme")
        assert (row.status, "-16 LUFS" in row.limit) == ("fail", True)

    def test_json(self, good_mp3, episode):
        verdict = verify_episode(good_mp3, episode.manifest)
        found = json.loads(verdict.to_json())
        assert found["passed"] is True
        assert found["rows"][0] == {
            "name": "tag.version",
            "status": "ok",
            "figure": "ID3v2.3.0",
            "limit": "ID3v2.3 at the first byte",
            "value": None,
        }
        assert verdict.to_json() == verify_episode(good_mp3, episode.manifest).to_json()

    def test_stereo(self, episode_with, verdict_of):
        verdict = verdict_of(episode_with(channels=2))
        assert {row.status for row in verdict.rows} == {"ok"}

    def test_at_a_low_bit_rate(self, episode, tmp_path, failing):
        # LAME itself turns the sound down by 0.45 dB at such rates.
        limits = Limits(loudness_lu=0.6, turn_loudness_lu=0.6)
        verdict = verify_episode(episode.write(tmp_path / "probe.mp3", kbps=48), episode.manifest, limits)
        assert failing(verdict) == set()

    def test_the_figures_are_those_of_the_master(self, good_mp3, episode):
        values = {row.name: row.value for row in verify_episode(good_mp3, episode.manifest).rows}
        assert values["sound.length"] == len(episode.master)
        assert values["loudness.programme"] == pytest.approx(episode.manifest.target_lufs, abs=0.02)
        assert values["sound.silence"] == pytest.approx(0.72, abs=0.04)
        assert values["turns.present"] == len(episode.manifest.turns)
        assert values["turns.attack"] < 0.2


class TestTurns:
    def test_a_silenced_turn_is_missing(self, episode, verdict_of, failing):
        turn = episode.turn(3)

        def silence(master):
            master[turn.start : turn.stop] = 0

        verdict = verdict_of(episode.with_sound(silence))
        assert failing(verdict) == {"turns.present"}
        (row,) = (row for row in verdict.rows if row.name == "turns.present")
        assert row.figure == "9 of 10, without turn 3 (Host, line 13)"
        assert row.value == 9

    def test_a_turn_cut_out_moves_all_that_follow(self, episode, verdict_of, failing):
        turn = episode.turn(2)
        shorter = episode.with_sound(lambda master: np.delete(master, slice(turn.start, turn.stop), axis=0))
        found = failing(verdict_of(shorter))
        assert found >= {*SHIFTED, "turns.present", "sound.length", "chapters.end"}
        assert not {name for name in found if name.startswith(("tag.", "frames."))}

    def test_swapped_turns(self, episode, verdict_of, failing):
        first, second = episode.turn(8), episode.turn(9)
        assert first.role == second.role
        assert first.stop - first.start == second.stop - second.start

        def swap(master):
            kept = master[first.start : first.stop].copy()
            master[first.start : first.stop] = master[second.start : second.stop]
            master[second.start : second.stop] = kept

        assert failing(verdict_of(episode.with_sound(swap))) == SHIFTED

    @pytest.mark.parametrize("milliseconds", [41, 60, -41, -60])
    def test_a_shifted_turn(self, episode, verdict_of, failing, milliseconds):
        turn = episode.turn(1)
        by = units.samples(milliseconds / 1000, RATE)

        def shift(master):
            kept = master[turn.start : turn.stop].copy()
            master[turn.start : turn.stop] = 0
            master[turn.start + by : turn.stop + by] = kept

        assert failing(verdict_of(episode.with_sound(shift))) >= SHIFTED

    @pytest.mark.parametrize(("end", "row"), [("attack", "turns.attack"), ("release", "turns.release")])
    def test_a_turn_that_lost_an_end(self, episode, verdict_of, failing, end, row):
        turn, lost = episode.turn(2), units.samples(0.15, RATE)

        def cut(master):
            at = turn.start if end == "attack" else turn.stop - lost
            master[at : at + lost] = 0

        assert failing(verdict_of(episode.with_sound(cut))) == {row}

    def test_a_turn_that_is_softer(self, episode, verdict_of, failing):
        turn = episode.turn(3)

        def soften(master):
            master[turn.start : turn.stop] *= units.gain_from_db(-1)

        verdict = verdict_of(episode.with_sound(soften))
        assert failing(verdict) == {"turns.level", "turns.loudness"}
        (row,) = (row for row in verdict.rows if row.name == "turns.loudness")
        assert row.value == pytest.approx(1, abs=0.05)
        assert "turn 3 (Host, line 13)" in row.figure

    def test_a_role_that_is_louder(self, episode, verdict_of, failing):
        def louder(master):
            for turn in episode.manifest.turns:
                if turn.role == "narrator":
                    master[turn.start : turn.stop] *= units.gain_from_db(2)

        # One role of three moves the whole a little, too.
        verdict = verdict_of(episode.with_sound(louder), limits=Limits(loudness_lu=1.0))
        assert failing(verdict) == {*SHIFTED, "turns.level", "turns.loudness", "loudness.roles"}

    def test_roles_that_hardly_speak_are_not_compared(self, good_mp3, episode):
        verdict = verify_episode(good_mp3, episode.manifest, Limits(role_least_s=5.4))
        (row,) = (row for row in verdict.rows if row.name == "loudness.roles")
        assert row.status == "skip"

    def test_a_profile_of_another_length(self, good_mp3, episode, failing):
        turns = list(episode.manifest.turns)
        turns[1] = replace(turns[1], attack=turns[1].attack[:-1])
        verdict = verify_episode(good_mp3, replace(episode.manifest, turns=tuple(turns)))
        assert failing(verdict) == {"turns.attack"}
        json.loads(verdict.to_json())


class TestSound:
    def test_a_long_silence(self, episode_with, verdict_of, failing):
        lines = (("narrator", "title", 1.0), ("host", "turn", 1.0))
        verdict = verdict_of(episode_with(lines=lines, gap=2.6))
        assert failing(verdict) == {"sound.silence"}

    @pytest.mark.parametrize(
        ("music", "passed"),
        [
            ((0, 1_000), True),  # it has faded for a second when the pause begins
            ((100, 1_000), False),  # what is silent from its begin is no fade
            ((0, 90), False),
        ],
    )
    def test_music_that_fades_into_a_pause_is_no_part_of_it(self, episode, good_mp3, music, passed):
        limits = Limits()
        heard = replace(listen(good_mp3, [], [], limits, []), silence=(100, 4_000), sample_rate=1_000)
        manifest = replace(episode.manifest, longest_pause_s=2.9, music=(music,))
        (row,) = (row for row in check_sound(heard, None, manifest, limits) if row.name == "sound.silence")
        assert (row.status == "ok") is passed

    def test_an_offset(self, episode, verdict_of, failing):
        assert failing(verdict_of(episode.with_sound(lambda master: master + np.float32(0.002)))) == {"sound.dc"}

    def test_a_click_before_a_chapter(self, episode, verdict_of, failing):
        def click(master):
            master[episode.manifest.chapters[1].start - 2000] = 0.8

        assert failing(verdict_of(episode.with_sound(click))) == {"chapters.quiet_before"}

    def test_a_click_at_full_scale(self, episode, verdict_of, failing):
        def click(master):
            turn = episode.turn(1)
            middle = (turn.start + turn.stop) // 2
            master[middle : middle + 8] = 1

        assert failing(verdict_of(episode.with_sound(click))) - {"sound.clipping"} == {"loudness.true_peak"}

    def test_clipping(self, episode, verdict_of, failing):
        found = failing(verdict_of(episode.with_sound(lambda master: np.clip(master * 20, -1, 1))))
        assert {"sound.clipping", "loudness.true_peak", "loudness.programme"} <= found

    @pytest.mark.parametrize(
        ("limits", "row"),
        [
            (Limits(target_lufs=-16.0), "loudness.programme"),
            (Limits(ceiling_dbtp=-20.0), "loudness.true_peak"),
            (Limits(longest_silence_s=0.5), "sound.silence"),
            (Limits(role_spread_lu=0.0), "loudness.roles"),
        ],
    )
    def test_every_limit_can_be_set(self, good_mp3, episode, failing, limits, row):
        assert failing(verify_episode(good_mp3, episode.manifest, limits)) == {row}

    def test_another_format_than_the_manifest_s(self, good_mp3, episode, failing):
        verdict = verify_episode(good_mp3, replace(episode.manifest, channels=2))
        assert failing(verdict) == {"sound.format"}
        assert {row.status for row in verdict.rows if row.name.startswith("turns.")} == {"skip"}

    def test_nothing_but_silence(self, episode, verdict_of, failing):
        found = failing(verdict_of(episode.with_sound(lambda master: master * 0)))
        assert found == {"loudness.programme", "sound.silence", "chapters.sound_after", "turns.present"}


class TestChapters:
    def moved(self, episode, milliseconds):
        first, second = episode.chapters
        border = second.start_ms + milliseconds
        return replace(episode, chapters=(replace(first, end_ms=border), replace(second, start_ms=border)))

    @pytest.mark.parametrize(
        ("milliseconds", "also"),
        [(400, "chapters.quiet_before"), (-400, "chapters.sound_after"), (-35, "chapters.sound_after")],
    )
    def test_moved(self, episode, verdict_of, failing, milliseconds, also):
        assert failing(verdict_of(self.moved(episode, milliseconds))) == {"chapters.manifest", also}

    def test_moved_by_a_millisecond(self, episode, verdict_of, failing):
        assert failing(verdict_of(self.moved(episode, -1))) == {"chapters.manifest"}

    def test_another_title(self, episode, verdict_of, failing):
        first, second = episode.chapters
        other = replace(episode, chapters=(first, replace(second, title="Anderes")))
        assert failing(verdict_of(other)) == {"chapters.manifest"}

    def test_a_gap(self, episode, verdict_of, failing):
        first, second = episode.chapters
        other = replace(episode, chapters=(replace(first, end_ms=first.end_ms - 5), second))
        assert failing(verdict_of(other)) == {"chapters.order", "chapters.manifest"}

    def test_a_late_first_chapter(self, episode, verdict_of, failing):
        first, second = episode.chapters
        other = replace(episode, chapters=(replace(first, start_ms=5), second))
        assert failing(verdict_of(other)) >= {"chapters.order", "chapters.manifest"}

    def test_an_end_that_is_not_the_sound_s(self, episode, verdict_of, failing):
        first, second = episode.chapters
        other = replace(episode, chapters=(first, replace(second, end_ms=second.end_ms + 1)))
        assert failing(verdict_of(other)) == {"chapters.end", "chapters.manifest"}

    def test_one_too_few(self, episode, verdict_of, failing):
        first, second = episode.chapters
        other = replace(episode, chapters=(replace(first, end_ms=second.end_ms),))
        assert failing(verdict_of(other)) == {"chapters.manifest"}

    def test_beyond_the_end(self, episode, verdict_of, failing):
        first, second = episode.chapters
        far = 3_000_000_000
        other = replace(
            episode,
            chapters=(replace(first, end_ms=far), replace(second, start_ms=far, end_ms=far + 5)),
        )
        assert failing(verdict_of(other)) == {"chapters.end", "chapters.manifest", "chapters.sound_after"}

    def test_none(self, episode, verdict_of, failing):
        verdict = verdict_of(replace(episode, chapters=()))
        assert failing(verdict) == {"tag.chapters"}
        assert {row.status for row in verdict.rows if row.name.startswith("chapters.")} == {"skip"}


class TestContainer:
    @pytest.fixture
    def failing_bytes(self, tmp_path, episode, failing):
        def verify(data):
            path = tmp_path / "probe.mp3"
            path.write_bytes(data)
            return failing(verify_episode(path, episode.manifest))

        return verify

    def test_no_tag(self, episode, failing_bytes):
        assert failing_bytes(episode.sound_bytes()) == {"tag.version", "tag.chapters"}

    def test_a_tag_of_another_version(self, episode, failing_bytes):
        tag = episode.tag_bytes()
        assert "tag.version" in failing_bytes(tag[:3] + b"\x04" + tag[4:] + episode.sound_bytes())

    def test_a_second_tag(self, episode, failing_bytes):
        tag = episode.tag_bytes()
        assert failing_bytes(tag + tag + episode.sound_bytes()) == {"frames.whole"}

    def test_a_tag_at_the_end(self, episode, failing_bytes):
        assert failing_bytes(episode.tag_bytes() + episode.sound_bytes() + b"TAG" + bytes(125)) == {"frames.whole"}

    def test_cut_inside_a_frame(self, good_mp3, failing_bytes):
        assert {"frames.whole", "sound.length"} <= failing_bytes(good_mp3.read_bytes()[:-5000])

    def test_without_the_info_frame(self, episode, failing_bytes):
        sound = episode.sound_bytes()
        (_, first), *_ = walk(sound)
        found = failing_bytes(episode.tag_bytes() + sound[first.size :])
        assert {"frames.info", "sound.length", "chapters.end"} <= found

    def test_a_frame_too_few(self, episode, failing_bytes):
        sound = episode.sound_bytes()
        last = list(walk(sound))[-1][0]
        assert "frames.info" in failing_bytes(episode.tag_bytes() + sound[:last])

    def test_two_bit_rates(self, episode, failing_bytes):
        sound, other = episode.sound_bytes(), episode.sound_bytes(kbps=320)
        places, others = [at for at, _ in walk(sound)], [at for at, _ in walk(other)]
        mixed = sound[: places[100]] + other[others[100] :]
        assert failing_bytes(episode.tag_bytes() + mixed) == {"frames.constant", "frames.info"}


def output(path):
    kind = "mp3" if path.suffix == ".mp3" else "chapters_json"
    return Output(format=kind, media_type="x/y", size=path.stat().st_size, sha256=sha256_of(path))


class TestFiles:
    def test_a_missing_file(self, tmp_path):
        with pytest.raises(InputError, match="no such episode") as caught:
            verify_episode(tmp_path / "none.mp3")
        assert caught.value.hint

    def test_a_folder_is_no_episode(self, tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            verify_episode(tmp_path)

    @pytest.fixture
    def folder(self, tmp_path, episode, good_mp3):
        (tmp_path / "probe.mp3").write_bytes(good_mp3.read_bytes())
        (tmp_path / "probe.chapters.json").write_text("{}")
        outputs = {path.name: output(path) for path in tmp_path.iterdir()}
        (tmp_path / FILE).write_text(replace(episode.manifest, outputs=outputs).to_json())
        return tmp_path

    def test_a_build_s_folder(self, folder):
        verdict = verify_folder(folder)
        found = {row.name: row.status for row in verdict.rows}
        assert {name for name, status in found.items() if status != "ok"} == {
            "m4b.length",
            "m4b.chapters",
            "opus.length",
            "opus.chapters",
        }
        assert set(found.values()) == {"ok", "skip"}
        assert verdict.rows[0].name == "files.unchanged"

    def test_a_path_of_either_kind(self, folder):
        assert verify_path(folder) == verify_path(folder / "probe.mp3") == verify_folder(folder)

    def test_an_mp3_that_the_manifest_beside_it_does_not_name(self, folder, good_mp3):
        other = folder / "other.mp3"
        other.write_bytes(good_mp3.read_bytes())
        assert {row.status for row in verify_path(other).rows if row.name.startswith("turns.")} == {"skip"}

    def test_a_changed_and_a_missing_file(self, folder, failing):
        (folder / "probe.chapters.json").write_text("{ }")
        verdict = verify_folder(folder)
        assert failing(verdict) == {"files.unchanged"}
        assert verdict.rows[0].figure == "probe.chapters.json was changed"
        (folder / "probe.chapters.json").unlink()
        assert "cannot be read" in verify_folder(folder).rows[0].figure

    def test_without_a_manifest(self, tmp_path):
        with pytest.raises(InputError, match="manifest") as caught:
            verify_folder(tmp_path)
        assert caught.value.hint

    def test_a_manifest_without_an_episode(self, folder, episode):
        (folder / FILE).write_text(episode.manifest.to_json())
        with pytest.raises(InputError, match="0 MP3s"):
            verify_folder(folder)

    def test_a_missing_episode(self, folder):
        (folder / "probe.mp3").unlink()
        with pytest.raises(InputError, match="no such episode"):
            verify_folder(folder)


class TestDamage:
    """Whatever the bytes are, the answer is a verdict."""

    @pytest.fixture
    def short(self, short_episode):
        return short_episode.tag_bytes(), short_episode.sound_bytes(kbps=32), short_episode.manifest

    def test_truncated_anywhere(self, short, tmp_path):
        tag, sound, manifest = short
        whole, path = tag + sound, tmp_path / "x.mp3"
        for at in np.linspace(0, len(whole) - 1, 200).astype(int):
            path.write_bytes(whole[:at])
            assert not verify_episode(path, manifest).passed, at

    def test_a_flipped_byte_in_the_tag(self, short, tmp_path):
        tag, sound, manifest = short
        path = tmp_path / "x.mp3"
        random = np.random.default_rng(1)
        for at in range(len(tag)):
            spoilt = bytearray(tag)
            spoilt[at] ^= int(random.integers(1, 256))
            path.write_bytes(bytes(spoilt) + sound)
            verify_episode(path, manifest).to_json()

    def test_flipped_bytes_in_the_sound(self, short, tmp_path):
        tag, sound, manifest = short
        path = tmp_path / "x.mp3"
        random = np.random.default_rng(2)
        for _ in range(200):
            spoilt = bytearray(sound)
            for at in random.integers(0, len(sound), 3):
                spoilt[at] ^= int(random.integers(1, 256))
            path.write_bytes(tag + bytes(spoilt))
            verify_episode(path, manifest).to_json()

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"ID3",
            b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f",
            b"no sound at all\n" * 100,
            bytes(5000),
            b"\xff" * 5000,
            struct.pack("<4sI8sIHHIIHH4sI", b"RIFF", 36, b"WAVEfmt ", 16, 1, 1, 44_100, 88_200, 2, 16, b"data", 0),
            np.random.default_rng(3).bytes(20_000),
        ],
        ids=["empty", "ID3", "tag without end", "text", "zeros", "ones", "WAV", "noise"],
    )
    def test_what_is_no_mp3(self, short, tmp_path, data):
        path = tmp_path / "x.mp3"
        path.write_bytes(data)
        verdict = verify_episode(path, short[2])
        assert not verdict.passed
        assert {row.name for row in verdict.rows} == {row.name for row in verify_episode(path).rows}


def test_memory_does_not_grow_with_the_episode(episode_with, tmp_path):
    def peak(turns):
        lines = (("narrator", "title", 1.0), *((("host", "turn", 2.0),) * turns))
        made = episode_with(lines=lines)
        path = made.write(tmp_path / f"{turns}.mp3")
        verify_episode(path, made.manifest)
        tracemalloc.start()
        verify_episode(path, made.manifest)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    few, many = peak(4), peak(24)
    assert many < few * 1.15
