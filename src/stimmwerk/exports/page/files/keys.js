// -- keys ------------------------------------------------------------------------------------------------------------

// Single keys can be switched off (WCAG 2.1.4): who speaks to their computer would press them by chance.
const help = $("help"), keysOn = $("keys");
keysOn.checked = memory.get("keys") !== "off";
keysOn.addEventListener("change", () => { memory.set("keys", keysOn.checked ? "on" : "off"); });
const openHelp = () => { if (!help.open) help.showModal(); };
$("help-open").addEventListener("click", openHelp);
$("help-close").addEventListener("click", () => { help.close(); });
help.addEventListener("click", (event) => { if (event.target === help) help.close(); });

const KEYS = {
  " ": toggle,
  k: toggle,
  j: () => { seek(now() - 15000); },
  l: () => { seek(now() + 30000); },
  ArrowLeft: () => { seek(now() - 5000); },
  ArrowRight: () => { seek(now() + 5000); },
  ",": () => { toWord(-1); },
  ".": () => { toWord(1); },
  p: () => { toChapter(-1); },
  n: () => { toChapter(1); },
  "<": () => { changeSpeed(-1); },
  ">": () => { changeSpeed(1); },
  "/": () => { query.focus(); query.select(); },
  f: backToNow,
  "?": openHelp,
};
document.addEventListener("keydown", (event) => {
  if (!keysOn.checked || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || help.open) return;
  const at = event.target;
  if (at.closest("input:not([type=range]), textarea, select, [contenteditable]")) return;
  // The space bar presses what has the focus.
  if (event.key === " " && at.closest("button, a, summary, label, audio")) return;
  const answer = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!answer) return;
  event.preventDefault();
  answer();
});
