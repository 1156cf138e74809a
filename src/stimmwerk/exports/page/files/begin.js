// -- the begin -------------------------------------------------------------------------------------------------------

const RELOAD = "stimmwerk:reload";
watch(() => {
  keep();
  try {
    sessionStorage.setItem(RELOAD, JSON.stringify({ playing: !audio.paused, top: scrollY, following }));
  } catch { /* then the page begins where it was heard last, at rest */ }
});
let before = null;
try {
  before = JSON.parse(sessionStorage.getItem(RELOAD));
  sessionStorage.removeItem(RELOAD);
} catch { /* see above */ }

const spoken = memory.get("speed");
if (spoken) setSpeed(spoken);
if (before || !linked()) {
  const place = Number(memory.get(PLACE));
  if (place > 0 && place < data.length) seek(place);
}
if (audio.readyState >= HTMLMediaElement.HAVE_METADATA) grant();
update();
label();
if (audio.error) failed();
if (before) {
  follow(before.following);
  scrollOurs(before.top, false);
  if (before.playing) play();
}
