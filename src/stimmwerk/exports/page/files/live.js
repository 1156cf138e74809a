// -- while the episode is being made ---------------------------------------------------------------------------------

// Only a page that `stimmwerk serve` hands out names an address that tells of changes.
function watch(beforeReload) {
  const live = document.querySelector("meta[name=stimmwerk-live]")?.content;
  if (!live || !window.EventSource) return;
  const events = new EventSource(live);
  events.addEventListener("changed", () => {
    events.close();
    beforeReload();
    location.reload();
  });
  events.addEventListener("trouble", (event) => { alarm(JSON.parse(event.data)); });
}
