// -- search ----------------------------------------------------------------------------------------------------------

// Letters are compared without accents and case, and any white space is one blank; quotation marks and dashes are those
// that a keyboard has.  `where` leads from each letter of the folded text back to the text: ß is two letters, and ﬁ as
// well, and what only joins or parts letters is none.
const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ŧ: "t", ı: "i", ς: "σ" };
const PRINTED = [[/[‘’‚‛‹›ʼ′`´]/u, "'"], [/[“”„‟«»″]/u, '"'], [/[‐-―−]/u, "-"]];
// Marks of Japanese and of Indian scripts make other letters; those of Arabic and Hebrew may be left away.
const ACCENT = /(?![\u3099\u309a])(?:\p{Script=Inherited}|(?=\p{M})[\p{Script=Arabic}\p{Script=Hebrew}])|\p{Cf}|\u0640/gu;
function plainOf(sign) {
  // Most signs are of this kind.
  if (sign > " " && sign < "`" || sign > "`" && sign < "\x7f") return sign.toLowerCase();
  if (/\s/.test(sign)) return " ";
  for (const [printed, typed] of PRINTED) if (printed.test(sign)) return typed;
  return sign.normalize("NFKD").replace(ACCENT, "").toLowerCase().replace(/./gu, (letter) => PLAIN[letter] ?? letter);
}
function fold(text) {
  let folded = "";
  const where = [];
  for (let at = 0; at < text.length;) {
    const sign = String.fromCodePoint(text.codePointAt(at));
    const plain = plainOf(sign);
    if (plain !== " " || !folded.endsWith(" ")) {
      for (let index = 0; index < plain.length; index++) where.push(at);
      folded += plain;
    }
    at += sign.length;
  }
  where.push(text.length);
  return { folded, where };
}
// Paragraphs and headings, each with its text nodes; made when somebody searches first.
let leaves = null;
function readLeaves() {
  leaves = [...transcript.querySelectorAll(".said > p, h3")].map((element) => {
    const nodes = [], starts = [], walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let text = "";
    while (walker.nextNode()) {
      nodes.push(walker.currentNode);
      starts.push(text.length);
      text += walker.currentNode.data;
    }
    return { nodes, starts, ...fold(text) };
  });
}
function place(leaf, at) {
  const node = Math.max(0, last(leaf.starts, at));
  return [leaf.nodes[node], Math.min(at - leaf.starts[node], leaf.nodes[node].length)];
}

const query = $("query"), hits = $("hits");
let found = [], hit = -1, pending = 0;
function search() {
  const wanted = fold(query.value.trim()).folded;
  found = [];
  hit = -1;
  if (wanted) {
    if (!leaves) readLeaves();
    for (const leaf of leaves) {
      for (let at = leaf.folded.indexOf(wanted); at >= 0; at = leaf.folded.indexOf(wanted, at + wanted.length)) {
        const range = new Range(), end = leaf.where[at + wanted.length];
        range.setStart(...place(leaf, leaf.where[at]));
        range.setEnd(...place(leaf, Math.max(end - 1, leaf.where[at])));
        range.setEnd(range.endContainer, Math.min(range.endContainer.length, range.endOffset + Math.min(1, end - leaf.where[at])));
        found.push(range);
      }
    }
  }
  mark("found", found, 1);
  for (const id of ["hit-previous", "hit-next", "hit-play"]) $(id).disabled = !found.length;
  if (found.length) toHit(nearest());
  else {
    mark("found-now", []);
    hits.textContent = wanted ? said.no_hits : "";
  }
}
// The first that does not lie above what is in sight.
function nearest() {
  const first = found.findIndex((range) => range.getBoundingClientRect().top >= 0);
  return first < 0 ? 0 : first;
}
function toHit(number) {
  hit = (number + found.length) % found.length;
  const range = found[hit], box = range.getBoundingClientRect(), high = innerHeight - $("player").offsetHeight;
  mark("found-now", [range], 2);
  hits.textContent = fill(said.hits, { number: hit + 1, count: found.length });
  if (box.top > 90 && box.bottom < high - 40) return;
  if (following && !audio.paused) follow(false);
  scrollOurs(scrollY + box.top - high * 0.35, false);
}
function hearHit() {
  const range = found[hit], piece = range && pieceNumbers.get(range.startContainer.parentElement);
  if (piece === undefined) return;
  let word = firstWords[piece];
  while (word + 1 < firstWords[piece + 1] && wordsAt[word + 1] <= range.startOffset) word++;
  listenFrom(word < firstWords[piece + 1] ? wordStarts[word] : pieceStarts[piece]);
}
const searchNow = () => { clearTimeout(pending); pending = 0; search(); };
query.addEventListener("input", () => { clearTimeout(pending); pending = setTimeout(searchNow, 120); });
query.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    event.preventDefault();
    query.value = "";
    searchNow();
    query.blur();
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (pending) searchNow();
    else if (found.length) toHit(hit + (event.shiftKey ? -1 : 1));
  }
});
$("search").addEventListener("submit", (event) => { event.preventDefault(); });
$("hit-previous").addEventListener("click", () => { toHit(hit - 1); });
$("hit-next").addEventListener("click", () => { toHit(hit + 1); });
$("hit-play").addEventListener("click", hearHit);
