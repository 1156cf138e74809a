// -- while the episode is being made ---------------------------------------------------------------------------------

// Only a page that `stimmwerk serve` hands out names an address that tells of changes.
const live = document.querySelector("meta[name=stimmwerk-live]")?.content;
if (live && window.EventSource) {
  const events = new EventSource(live);
  events.addEventListener("changed", () => {
    keep();
    try {
      sessionStorage.setItem("stimmwerk:reload", JSON.stringify({ playing: !audio.paused, top: scrollY, following }));
    } catch { /* then the page begins where it was heard last, at rest */ }
    location.reload();
  });
  events.addEventListener("trouble", (event) => { alarm(JSON.parse(event.data)); });
}
let before = null;
try {
  before = JSON.parse(sessionStorage.getItem("stimmwerk:reload"));
  sessionStorage.removeItem("stimmwerk:reload");
} catch { /* see above */ }

// -- the begin -------------------------------------------------------------------------------------------------------

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
