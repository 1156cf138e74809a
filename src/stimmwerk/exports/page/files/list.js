// -- how far each episode was heard ----------------------------------------------------------------------------------

for (const [name, length] of data.episodes) {
  const card = document.querySelector(`[data-name="${CSS.escape(name)}"]`);
  const link = card?.querySelector("a"), place = Number(memory.get(placeOf(link?.href ?? "", name)));
  if (!(place > 0 && place < length)) continue;
  card.querySelector(".track").style.setProperty("--heard", place / length * 100 + "%");
  const note = card.querySelector(".go-on");
  note.textContent = fill(said.go_on, { time: clock(place) });
  note.hidden = false;
}
watch(() => {});
