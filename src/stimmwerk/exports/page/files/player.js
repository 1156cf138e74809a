const audio = $("audio");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const PLACE = placeOf(location.href, data.name);

// -- time ------------------------------------------------------------------------------------------------------------

// Before the sound's length is known a browser may forget where it was sent: the wish is kept until it can be granted.
let wish = null;
const now = () => wish === null ? audio.currentTime * 1000 : wish;
const watchers = [];

function seek(ms) {
  ms = Math.min(Math.max(0, ms), data.length);
  wish = ms;
  if (audio.readyState >= HTMLMediaElement.HAVE_METADATA) grant();
  update();
}
function grant() {
  if (wish === null) return;
  if (!reachable(wish / 1000)) { fetchWhole(); return; }
  audio.currentTime = wish / 1000;
  wish = null;
}

// A host that hands out files only whole, as `python -m http.server` does, lets a browser seek nowhere: then the page
// fetches the sound and plays it from memory.
let fetching = false, wanted = false;
function reachable(seconds) {
  if (!location.protocol.startsWith("http") || audio.src.startsWith("blob:")) return true;
  for (let part = 0; part < audio.seekable.length; part++) {
    if (audio.seekable.start(part) <= seconds && seconds <= audio.seekable.end(part) + 1) return true;
  }
  return false;
}
async function fetchWhole() {
  if (fetching) return;
  fetching = true;
  wanted = !audio.paused;
  audio.pause();
  toast(said.loading);
  tell(said.loading);
  try {
    // The browser's own request, which it has stopped reading, would block one that asks its cache.
    const answer = await fetch(audio.src, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.statusText);
    audio.src = URL.createObjectURL(await answer.blob());
    fetching = false;
    if (wanted) play();
  } catch {
    // Where the reader has left the page meanwhile, the place is still the one that was asked for.
    fetching = false;
    failed();
  }
}

function play() {
  if (!fetching && audio.readyState >= HTMLMediaElement.HAVE_METADATA) grant();
  if (fetching) { wanted = true; return; }
  // Where nothing is left to be heard, it begins anew.
  if (now() > data.length - 300) seek(0);
  const started = audio.play();
  if (started) started.catch((error) => { if (error.name === "NotSupportedError") failed(); });
}
const toggle = () => audio.paused ? play() : audio.pause();
const failed = () => alarm(fill(said.failed, { file: data.mp3 }));

function update() {
  const ms = now();
  for (const watch of watchers) watch(ms);
}
let frame = 0;
function tick() {
  update();
  frame = requestAnimationFrame(tick);
}

// -- chapters --------------------------------------------------------------------------------------------------------

const chapterStarts = data.chapters.map((chapter) => chapter[0]);
const chapterLinks = [...document.querySelectorAll(".chapter")];
let chapterNow = -1;
const chapterAt = (ms) => Math.max(0, last(chapterStarts, ms));

// A chapter back is its begin, unless that is just past.
function toChapter(step) {
  const at = chapterAt(now());
  const next = step > 0 ? at + 1 : now() - chapterStarts[at] > 3000 ? at : at - 1;
  if (next >= data.chapters.length) return;
  seek(chapterStarts[Math.max(0, next)]);
}
watchers.push((ms) => {
  const at = chapterAt(ms);
  if (at === chapterNow) return;
  chapterNow = at;
  chapterLinks.forEach((link, number) => {
    if (number === at) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
  });
  $("now-chapter").textContent = data.chapters[at][1];
  announce();
});

// -- what is shown ---------------------------------------------------------------------------------------------------

const bar = $("seek"), wave = bar.parentElement, bubble = $("bubble");
let shown = -1, drawn = -1;
watchers.push((ms) => {
  const part = Math.round(ms / data.length * 4000);
  if (part !== drawn) {
    drawn = part;
    wave.style.setProperty("--played", part / 40 + "%");
  }
  const second = Math.floor(ms / 1000);
  if (second === shown) return;
  shown = second;
  $("now").textContent = clock(ms);
  bar.value = ms / 1000;
  bar.setAttribute("aria-valuetext",
    fill(said.of, { time: clock(ms), length: clock(data.length), chapter: data.chapters[chapterAt(ms)][1] }));
});
bar.addEventListener("input", () => { seek(bar.value * 1000); });
bar.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -30, PageUp: 30 }[event.key];
  if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  seek(now() + step * 1000);
});
wave.addEventListener("pointermove", (event) => {
  const box = wave.getBoundingClientRect();
  const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  bubble.hidden = false;
  bubble.textContent = clock(part * data.length) + "  " + data.chapters[chapterAt(part * data.length)][1];
  const half = bubble.offsetWidth / 2;
  const left = Math.min(box.right + 40 - half, Math.max(box.left - 40 + half, event.clientX));
  bubble.style.left = left - box.left + "px";
});
wave.addEventListener("pointerleave", () => { bubble.hidden = true; });

function label() {
  root.classList.toggle("playing", !audio.paused);
  const text = audio.paused ? said.play : said.pause;
  $("play").setAttribute("aria-label", text);
  $("play").title = text;
  const fresh = now() < 1000 || now() > data.length - 1000;
  $("start-label").textContent =
    !audio.paused ? said.pause : fresh ? said.play_episode : fill(said.go_on, { time: clock(now()) });
  $("start").querySelector("use").setAttribute("href", audio.paused ? "#i-play" : "#i-pause");
}

// -- the sound -------------------------------------------------------------------------------------------------------

audio.addEventListener("loadedmetadata", () => { grant(); update(); });
audio.addEventListener("play", () => { alarm(""); label(); cancelAnimationFrame(frame); tick(); state(); });
audio.addEventListener("pause", () => { cancelAnimationFrame(frame); label(); keep(); update(); state(); });
audio.addEventListener("ended", () => { memory.drop(PLACE); });
audio.addEventListener("seeked", () => { update(); if (audio.paused) label(); keep(); state(); });
audio.addEventListener("error", failed);
audio.addEventListener("timeupdate", () => { if (Math.abs(now() - kept) > 5000) keep(); });

let kept = -1;
function keep() {
  kept = now();
  if (kept > 3000 && kept < data.length - 3000) memory.set(PLACE, String(Math.round(kept)));
  else memory.drop(PLACE);
}
addEventListener("pagehide", keep);
document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });

const speed = $("speed");
function setSpeed(value) {
  if (![...speed.options].some((option) => option.value === value)) return;
  speed.value = value;
  audio.defaultPlaybackRate = audio.playbackRate = Number(value);
  memory.set("speed", value);
  state();
}
function changeSpeed(step) {
  const option = speed.options[speed.selectedIndex + step];
  if (option) { setSpeed(option.value); tell(option.textContent); }
}
speed.addEventListener("change", () => { setSpeed(speed.value); });
audio.preservesPitch = true;

$("play").addEventListener("click", toggle);
$("start").addEventListener("click", toggle);
$("back").addEventListener("click", () => { seek(now() - 15000); });
$("forward").addEventListener("click", () => { seek(now() + 30000); });
$("chapter-previous").addEventListener("click", () => { toChapter(-1); });
$("chapter-next").addEventListener("click", () => { toChapter(1); });

// -- the lock screen -------------------------------------------------------------------------------------------------

const session = navigator.mediaSession;
function announce() {
  if (!session || !window.MediaMetadata) return;
  // A lock screen takes no pictures from a folder.
  const picture = location.protocol === "file:" ? null : data.chapters[chapterNow]?.[2] ?? data.cover;
  session.metadata = new MediaMetadata({
    title: data.title,
    artist: data.artist,
    album: data.show,
    artwork: picture ? [{ src: new URL(picture, location.href).href }] : [],
  });
}
function state() {
  if (!session) return;
  // Else its clock goes on while nothing is heard.
  session.playbackState = audio.paused ? "paused" : "playing";
  if (!session.setPositionState) return;
  try {
    session.setPositionState({ duration: data.length / 1000, playbackRate: audio.playbackRate, position: Math.min(now(), data.length) / 1000 });
  } catch { /* a browser that wants other values goes without */ }
}
for (const [action, answer] of [
  ["play", play],
  ["pause", () => { audio.pause(); }],
  ["seekbackward", (wanted) => { seek(now() - (wanted.seekOffset ?? 15) * 1000); }],
  ["seekforward", (wanted) => { seek(now() + (wanted.seekOffset ?? 30) * 1000); }],
  ["seekto", (wanted) => { seek(wanted.seekTime * 1000); }],
  ["previoustrack", () => { toChapter(-1); }],
  ["nexttrack", () => { toChapter(1); }],
]) {
  try { session?.setActionHandler(action, answer); } catch { /* a browser that does not know it goes without */ }
}

// -- the player appears ----------------------------------------------------------------------------------------------

audio.controls = false;
$("player").hidden = false;
const measure = () => { root.style.setProperty("--bar", $("player").offsetHeight + "px"); };
new ResizeObserver(measure).observe($("player"));
measure();
