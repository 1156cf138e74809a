const root = document.documentElement;
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const said = data.strings;

// What is remembered.  Storage may be forbidden or full: then nothing is, and all else works.
const memory = {
  get(key) { try { return localStorage.getItem("stimmwerk:" + key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem("stimmwerk:" + key, value); } catch { /* see above */ } },
  drop(key) { try { localStorage.removeItem("stimmwerk:" + key); } catch { /* see above */ } },
};
// Where the place in an episode is kept, by the address of its folder: a list of episodes looks there, too.
const placeOf = (address, name) => "place:" + new URL(address, location.href).pathname.replace(/[^/]*$/, "") + name;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => key in values ? values[key] : whole);
const pad = (number) => String(number).padStart(2, "0");
function clock(ms) {
  const seconds = Math.floor(ms / 1000), hours = Math.floor(seconds / 3600);
  const rest = pad(Math.floor(seconds / 60) % 60) + ":" + pad(seconds % 60);
  return hours ? hours + ":" + rest : rest;
}
// The index of the last value that is not above `value`, or -1.
function last(values, value) {
  let low = 0, high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle + 1; else high = middle;
  }
  return low - 1;
}
function tell(text) {
  $("status").textContent = "";
  requestAnimationFrame(() => { $("status").textContent = text; });
}
function alarm(text) {
  $("trouble").hidden = !text;
  $("trouble").textContent = text;
}

// -- colours ---------------------------------------------------------------------------------------------------------

// What the reader chose holds until it is what the system says anyway.
const system = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
function showTheme() { $("theme").setAttribute("aria-pressed", String(isDark())); }
$("theme").addEventListener("click", () => {
  const dark = !isDark();
  if (dark === system.matches) {
    delete root.dataset.theme;
    memory.drop("theme");
  } else {
    root.dataset.theme = dark ? "dark" : "light";
    memory.set("theme", root.dataset.theme);
  }
  showTheme();
});
system.addEventListener("change", showTheme);
showTheme();
