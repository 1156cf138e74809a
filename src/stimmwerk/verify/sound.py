"""Whether the sound is whole, as loud as it should be, and without faults."""

from __future__ import annotations

from stimmwerk import units
from stimmwerk.manifest import Manifest
from stimmwerk.mp3.scan import Scan
from stimmwerk.showfile import LoudnessGoal
from stimmwerk.signal.loudness import as_heard
from stimmwerk.units import counted
from stimmwerk.verify.listening import Heard
from stimmwerk.verify.measuring import FULL_SCALE
from stimmwerk.verify.verdict import Limits, Row, judged, skipped

_DECODED, _FORMAT, _LENGTH = "sound.decoded", "sound.format", "sound.length"
_SILENCE, _CLIPPING, _DC = "sound.silence", "sound.clipping", "sound.dc"
_PROGRAMME, _TRUE_PEAK, _ROLES = "loudness.programme", "loudness.true_peak", "loudness.roles"


def check_sound(heard: Heard | str, scan: Scan | None, manifest: Manifest | None, limits: Limits) -> tuple[Row, ...]:
    """heard: what was measured, or why the file cannot be decoded; scan: None where the frames are broken."""
    decoded = "by libsndfile, to the end"
    if isinstance(heard, str):
        rest = (_FORMAT, _LENGTH, _SILENCE, _CLIPPING, _DC, _PROGRAMME, _TRUE_PEAK, _ROLES)
        return (judged(_DECODED, False, heard, decoded), *skipped(rest, "the sound cannot be decoded"))
    seconds = units.seconds(heard.length, heard.sample_rate)
    return (
        judged(_DECODED, heard.length > 0, f"{seconds:.3f} s", decoded, seconds),
        *_check_format(heard, manifest),
        _check_length(heard, scan, manifest),
        _check_silence(heard, manifest, limits),
        _check_clipping(heard),
        judged(_DC, abs(heard.dc) <= limits.dc, f"{heard.dc:+.6f}", f"at most {limits.dc:g} of full scale", heard.dc),
        _check_programme(heard, manifest, limits),
        _check_true_peak(heard, manifest, limits),
        *_check_roles(heard, manifest, limits),
    )


def _check_format(heard: Heard, manifest: Manifest | None) -> tuple[Row, ...]:
    if manifest is None:
        return skipped((_FORMAT,), "there is no manifest")
    found, expected = (heard.sample_rate, heard.channels), (manifest.sample_rate, manifest.channels)
    figure, limit = (f"{rate} Hz, {counted(channels, 'channel')}" for rate, channels in (found, expected))
    return (judged(_FORMAT, found == expected, figure, limit),)


def _check_length(heard: Heard, scan: Scan | None, manifest: Manifest | None) -> Row:
    expected = {"the Info frame": scan.length if scan else None, "the manifest": manifest.length if manifest else None}
    known = {name: length for name, length in expected.items() if length is not None}
    if not known:
        return skipped((_LENGTH,), "neither an Info frame nor a manifest tells the length")[0]
    wrong = [f"{name} says {length}" for name, length in known.items() if length != heard.length]
    figure = "; ".join([f"{heard.length} samples", *wrong])
    return judged(_LENGTH, not wrong, figure, f"exactly what {' and '.join(known)} say", heard.length)


def _check_silence(heard: Heard, manifest: Manifest | None, limits: Limits) -> Row:
    # A pause that was asked for is no fault; padding to whole frames and the ends of takes come on top of it.
    asked = manifest.longest_pause_s + limits.pause_slack_s + _faded(heard, manifest, limits) if manifest else 0.0
    longest = max(limits.longest_silence_s, asked)
    start, stop = (units.seconds(sample, heard.sample_rate) for sample in heard.silence)
    figure = f"{stop - start:.2f} s from {units.clock(start)} on, below {limits.silence_dbfs:g} dBFS"
    passed = stop - start <= longest
    return judged(_SILENCE, passed, figure, f"at most {longest:.3g} s", round(stop - start, 3))


def _faded(heard: Heard, manifest: Manifest, limits: Limits) -> float:
    """The seconds of the longest silence in which music that began before it was still fading."""
    start, stop = heard.silence
    last = max((min(end, stop) for begin, end in manifest.music if begin < start < end), default=start)
    return min(units.seconds(last - start, heard.sample_rate), limits.fade_s)


def _check_clipping(heard: Heard) -> Row:
    figure = f"{heard.full_scale} samples at {FULL_SCALE:g} of full scale or above"
    return judged(_CLIPPING, heard.full_scale == 0, figure, "none", heard.full_scale)


def _check_programme(heard: Heard, manifest: Manifest | None, limits: Limits) -> Row:
    target = limits.target_lufs
    if target is None:
        target = manifest.target_lufs if manifest else LoudnessGoal().target_lufs
    limit = f"{target:g} LUFS as heard, ± {limits.loudness_lu:g}"
    if heard.lufs is None:
        return judged(_PROGRAMME, False, "nothing that can be measured", limit)
    lufs = as_heard(heard.lufs, heard.channels)
    return judged(_PROGRAMME, abs(lufs - target) <= limits.loudness_lu, f"{lufs:.2f} LUFS", limit, round(lufs, 3))


def _check_true_peak(heard: Heard, manifest: Manifest | None, limits: Limits) -> Row:
    ceiling = limits.ceiling_dbtp
    if ceiling is None:
        ceiling = manifest.ceiling_dbtp if manifest else LoudnessGoal().ceiling_dbtp
    peak = heard.true_peak_dbtp
    return judged(_TRUE_PEAK, peak <= ceiling, f"{peak:.2f} dBTP", f"at most {ceiling:g} dBTP", round(peak, 3))


def _check_roles(heard: Heard, manifest: Manifest | None, limits: Limits) -> tuple[Row, ...]:
    if manifest is None:
        return skipped((_ROLES,), "there is no manifest")
    least = units.samples(limits.role_least_s, heard.sample_rate)
    levels = {
        role: as_heard(sound.lufs, heard.channels) - manifest.role_gains_db.get(role, 0.0)
        for role, sound in sorted(heard.roles.items())
        if sound.lufs is not None and sound.length >= least
    }
    if len(levels) < 2:
        return skipped((_ROLES,), f"fewer than two roles speak for {limits.role_least_s:g} s")
    spread = max(levels.values()) - min(levels.values())
    figure = f"{spread:.2f} LU: " + ", ".join(f"{role} {level:.2f}" for role, level in levels.items())
    limit = f"at most {limits.role_spread_lu:g} LU between roles, less what the cast asks for"
    return (judged(_ROLES, spread <= limits.role_spread_lu, figure, limit, round(spread, 3)),)
