const scenes = [...document.querySelectorAll(".scene")];
const status = document.getElementById("status");
let playing = null;

const parts = (take) => ({
  take,
  button: take.querySelector(".play"),
  sound: take.querySelector("audio"),
  scene: take.closest(".scene"),
});
const all = [...document.querySelectorAll(".take")].map(parts);
const in_scene = (scene) => all.filter((part) => part.scene === scene);

function shown(part) {
  const { sound, button } = part;
  const share = sound.duration > 0 ? sound.currentTime / sound.duration : 0;
  button.style.setProperty("--at", String(Math.min(1, share)));
  button.setAttribute("aria-pressed", String(!sound.paused));
}

function stop() {
  if (playing) playing.sound.pause();
}

function play(part) {
  const before = playing;
  // Another voice takes over at the same place of the same line: voices differ in pace, so that is a share of it.
  let share = 0;
  if (before && before !== part && before.scene === part.scene && !before.sound.paused && before.sound.duration > 0)
    share = before.sound.currentTime / before.sound.duration;
  if (before && before !== part) { before.sound.pause(); before.sound.currentTime = 0; shown(before); }
  playing = part;
  scenes.forEach((scene) => scene.classList.toggle("now", scene === part.scene));
  const begin = () => {
    if (playing !== part) return;
    if (share > 0) part.sound.currentTime = share * part.sound.duration;
    part.sound.play().then(() => { status.textContent = part.button.getAttribute("aria-label"); }, failed);
  };
  if (share > 0 && !(part.sound.duration > 0)) part.sound.addEventListener("loadedmetadata", begin, { once: true });
  else begin();
}

function failed(error) {
  if (error.name === "AbortError") return;
  const trouble = document.getElementById("trouble");
  trouble.textContent = `This sound cannot be played: ${error.message}`;
  trouble.hidden = false;
}

for (const part of all) {
  const { sound, button } = part;
  sound.controls = false;
  for (const event of ["play", "pause", "timeupdate", "seeked"]) sound.addEventListener(event, () => shown(part));
  sound.addEventListener("ended", () => { sound.currentTime = 0; shown(part); });
  button.addEventListener("click", () => (sound.paused ? play(part) : stop()));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, pre, summary")) return;
  const scene = playing ? playing.scene : scenes[0];
  const letter = event.key.toUpperCase();
  const part = in_scene(scene).find((one) => one.take.dataset.letter === letter);
  if (part) play(part);
  else if (event.key === " " && playing && !playing.sound.paused) stop();
  else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && playing) {
    const next = scenes[scenes.indexOf(scene) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    const choices = in_scene(next);
    const same = choices.find((one) => one.take.dataset.letter === playing.take.dataset.letter) || choices[0];
    play(same);
    next.scrollIntoView({ block: "nearest" });
  } else return;
  event.preventDefault();
});

document.addEventListener("change", (event) => {
  const group = event.target.closest(".group");
  if (!group || event.target.type !== "radio") return;
  for (const tally of group.querySelectorAll(".tally")) {
    const count = [...group.querySelectorAll(".best input:checked")].filter((one) => one.value === tally.dataset.letter).length;
    tally.textContent = count ? `best in ${count} ${count === 1 ? "line" : "lines"}` : "";
  }
});

for (const button of document.querySelectorAll(".copy")) {
  const label = button.textContent;
  button.addEventListener("click", async () => {
    const code = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = label; }, 2000);
    } catch {
      // Pages from a folder may not write to the clipboard everywhere: then the text stands selected.
      getSelection().selectAllChildren(code);
    }
  });
}
