// -- words -----------------------------------------------------------------------------------------------------------

// All words of the episode, flat: when each begins and ends, which piece it is in and which letters of that.
const pieces = [...document.querySelectorAll(".s")];
const pieceNumbers = new Map(pieces.map((piece, number) => [piece, number]));
const pieceStarts = new Int32Array(data.pieces.length), pieceStops = new Int32Array(data.pieces.length);
const firstWords = new Int32Array(data.pieces.length + 1);
const wordStarts = [], wordStops = [], wordPieces = [], wordsAt = [], wordEnds = [];
data.pieces.forEach(([start, stop, words], piece) => {
  pieceStarts[piece] = start;
  pieceStops[piece] = stop;
  let at = 0, time = start;
  for (let index = 0; index < words.length; index += 4) {
    at += words[index]; time += words[index + 2];
    wordsAt.push(at); wordStarts.push(time); wordPieces.push(piece);
    at += words[index + 1]; time += words[index + 3];
    wordEnds.push(at); wordStops.push(time);
  }
  firstWords[piece + 1] = wordStarts.length;
});

const marks = window.Highlight && CSS.highlights ? CSS.highlights : null;
function mark(name, ranges, priority = 0) {
  if (!marks) return;
  if (!ranges.length) { marks.delete(name); return; }
  const highlight = new Highlight(...ranges);
  highlight.priority = priority;
  marks.set(name, highlight);
}
function wordRange(word) {
  const text = pieces[wordPieces[word]].firstChild, range = new Range();
  range.setStart(text, Math.min(wordsAt[word], text.length));
  range.setEnd(text, Math.min(wordEnds[word], text.length));
  return range;
}

let wordNow = -1, pieceNow = -1, turnNow = null, from = 0, until = -1;
function wordAt(ms) {
  const word = last(wordStarts, ms);
  return word >= 0 && ms < wordStops[word] ? word : -1;
}
watchers.push((ms) => {
  // Most frames fall into what is marked already.
  if (ms >= from && ms < until) return;
  const latest = last(wordStarts, ms);
  const word = latest >= 0 && ms < wordStops[latest] ? latest : -1;
  const piece = last(pieceStarts, ms);
  from = word >= 0 ? wordStarts[word] : latest >= 0 ? wordStops[latest] : 0;
  until = word >= 0 ? wordStops[word] : latest + 1 < wordStarts.length ? wordStarts[latest + 1] : Infinity;
  // Sentences without words of their own have borders, too.
  if (piece >= 0 && pieceStops[piece] > ms) until = Math.min(until, pieceStops[piece]);
  if (piece + 1 < pieceStarts.length) until = Math.min(until, pieceStarts[piece + 1]);
  if (word !== wordNow) {
    wordNow = word;
    mark("word", word >= 0 ? [wordRange(word)] : [], 3);
  }
  if (piece !== pieceNow) {
    pieces[pieceNow]?.classList.remove("now");
    pieceNow = piece;
    pieces[piece]?.classList.add("now");
    const turn = pieces[piece]?.closest(".turn") ?? null;
    if (turn !== turnNow) {
      turnNow?.classList.remove("now");
      turn?.classList.add("now");
      turnNow = turn;
      showSpeaker(turn);
    }
    if (following && !audio.paused) reveal();
  }
});
function showSpeaker(turn) {
  let named = turn;
  while (named && !named.querySelector(".who .name")) named = named.previousElementSibling;
  $("now-speaker").textContent = named?.querySelector(".who .name")?.textContent ?? "";
}

// A word back is its begin, unless that is just past, as with chapters.
function toWord(step) {
  const at = last(wordStarts, now());
  const next = step > 0 ? at + 1 : at >= 0 && now() - wordStarts[at] > 300 ? at : at - 1;
  if (next >= 0 && next < wordStarts.length) { seek(wordStarts[next]); if (following) reveal(); }
}

// -- a click on a word -----------------------------------------------------------------------------------------------

function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const caret = document.caretPositionFromPoint(x, y);
    return caret && [caret.offsetNode, caret.offset];
  }
  const caret = document.caretRangeFromPoint?.(x, y);
  return caret && [caret.startContainer, caret.startOffset];
}
// The word under a point, or -1; a piece without words gives -1 as well.
function wordUnder(event) {
  const piece = pieceNumbers.get(event.target.closest?.(".s"));
  const caret = piece === undefined ? null : caretAt(event.clientX, event.clientY);
  if (!caret || caret[0] !== pieces[piece].firstChild) return -1;
  for (let word = firstWords[piece]; word < firstWords[piece + 1]; word++) {
    // The gap behind a word belongs to it.
    if (word + 1 === firstWords[piece + 1] || caret[1] < wordsAt[word + 1]) return word;
  }
  return -1;
}
const transcript = $("transcript");
transcript.addEventListener("click", (event) => {
  const piece = pieceNumbers.get(event.target.closest?.(".s"));
  if (piece === undefined || !getSelection().isCollapsed) return;
  const word = wordUnder(event);
  listenFrom(word >= 0 ? wordStarts[word] : pieceStarts[piece]);
});
let hovered = -1;
transcript.addEventListener("pointermove", (event) => {
  const word = event.pointerType === "mouse" ? wordUnder(event) : -1;
  if (word === hovered) return;
  hovered = word;
  mark("hover", word >= 0 ? [wordRange(word)] : [], 1);
});
transcript.addEventListener("pointerleave", () => { hovered = -1; mark("hover", []); });

function listenFrom(ms) {
  follow(true);
  seek(ms);
  play();
}
// Links to chapters and turns play from there; without this script they lead to the text.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-ms]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  listenFrom(Number(link.dataset.ms));
  reveal();
});

// -- the text follows the sound --------------------------------------------------------------------------------------

let following = true;
function follow(wanted) {
  following = wanted;
  $("follow").hidden = wanted;
}
// Between these two heights any scrolling is ours; beyond them it is the reader's, who is then left alone.
let ours = [1, 0], aim = 0;
function scrollOurs(top, smooth) {
  aim = Math.min(Math.max(0, Math.round(top)), root.scrollHeight - innerHeight);
  ours = [Math.min(scrollY, aim) - 4, Math.max(scrollY, aim) + 4];
  scrollTo({ top: aim, behavior: smooth && !calm.matches ? "smooth" : "instant" });
}
addEventListener("scroll", () => {
  if (scrollY < ours[0] || scrollY > ours[1]) {
    if (following && !audio.paused) follow(false);
  } else if (Math.abs(scrollY - aim) < 2) ours = [aim - 4, aim + 4];
}, { passive: true });
const byHand = () => { ours = [1, 0]; };
addEventListener("wheel", byHand, { passive: true });
addEventListener("touchmove", byHand, { passive: true });
addEventListener("keydown", (event) => {
  if (["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown", "Tab"].includes(event.key)) byHand();
}, { capture: true });
// Where the window changes its size, the browser scrolls by itself.
addEventListener("resize", () => { ours = [-Infinity, Infinity]; });

// Brings what is heard into the upper third, where it is not well in sight.
function reveal(always = false) {
  const piece = pieces[pieceNow];
  if (!piece) return;
  const box = piece.getBoundingClientRect(), high = innerHeight - $("player").offsetHeight;
  if (!always && box.top > 110 && box.bottom < high * 0.8) return;
  scrollOurs(scrollY + box.top - high * 0.3, Math.abs(box.top) < 3 * innerHeight);
}
function backToNow() { follow(true); reveal(true); }
$("follow").addEventListener("click", () => { backToNow(); $("play").focus({ preventScroll: true }); });

// -- deep links ------------------------------------------------------------------------------------------------------

// #t=75, #t=75.5, #t=1:15, #t=1:02:03, #t=1h2m3s, #t=75,90 (from, to): milliseconds, or null.
function timeOf(hash) {
  // Some programs write the colon as %3A.
  try { hash = decodeURIComponent(hash); } catch { /* a link of ours has no such signs */ }
  const found = /^#(?:.*&)?t=(?:npt:)?([^&,]+)/.exec(hash);
  if (found) {
    const units = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?$/.exec(found[1]);
    if (units && found[1]) return ((+units[1] || 0) * 3600 + (+units[2] || 0) * 60 + (+units[3] || 0)) * 1000;
    if (/^\d+(?:\.\d+)?$|^\d+:[0-5]?\d(?::[0-5]?\d)?(?:\.\d+)?$/.test(found[1])) {
      return found[1].split(":").reduce((sum, part) => sum * 60 + Number(part), 0) * 1000;
    }
    return null;
  }
  const chapter = /^#chapter-(\d+)$/.exec(hash);
  if (chapter) return chapterStarts[chapter[1] - 1] ?? null;
  const turn = /^#turn-\d+$/.test(hash) ? document.querySelector(hash + " a[data-ms]") : null;
  return turn ? Number(turn.dataset.ms) : null;
}
function linked() {
  const ms = timeOf(location.hash);
  if (ms === null) return false;
  seek(ms);
  follow(true);
  reveal(true);
  label();
  return true;
}
addEventListener("hashchange", linked);

$("copy").addEventListener("click", async () => {
  const ms = now(), link = location.href.replace(/#.*$/, "") + "#t=" + Math.floor(ms / 1000);
  try {
    await navigator.clipboard.writeText(link);
    tell(fill(said.copied, { time: clock(ms) }));
    toast(fill(said.copied, { time: clock(ms) }));
  } catch {
    // Where the clipboard is forbidden, the address bar has the link.
    history.replaceState(null, "", "#t=" + Math.floor(ms / 1000));
    toast(fill(said.not_copied, { link }));
    tell(fill(said.not_copied, { link }));
  }
});
let toasted = 0;
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toasted);
  toasted = setTimeout(() => { $("toast").hidden = true; }, 4000);
}
