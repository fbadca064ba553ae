// The script of report and site: source drawer, keys, filters, heat, ticks. It writes text, never markup of its own.
"use strict";
(() => {
const one = (q, root = document) => root.querySelector(q);
const all = (q, root = document) => [...root.querySelectorAll(q)];
const root = document.documentElement;
const isFile = document.body.classList.contains("report");
document.body.classList.add("js");
const kept = { // localStorage may be forbidden, in a file above all
  get(key) { try { return localStorage.getItem("tellings:" + key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem("tellings:" + key, value); } catch { /* then it lasts for this page */ } },
};
function toast(words) {
  const made = document.createElement("div");
  made.className = "toast"; made.setAttribute("role", "status"); made.textContent = words;
  document.body.append(made); setTimeout(() => made.remove(), 2500);
}

// theme
const THEMES = ["", "light", "dark"];
function setTheme(theme) { if (theme) root.dataset.theme = theme; else delete root.dataset.theme; }
setTheme(kept.get("theme") || "");
function nextTheme() {
  const next = THEMES[(THEMES.indexOf(root.dataset.theme || "") + 1) % 3];
  setTheme(next); kept.set("theme", next); toast(next ? next + " colours" : "colours as the system has them");
}
one("#theme")?.addEventListener("click", nextTheme);
const help = one("#help");
one("#keys")?.addEventListener("click", () => help.showModal());

// one file: the screens stand one after another, and the address says which is seen
function screenOf(hash) {
  const target = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  return target ? [target.closest(".screen"), target] : [null, null];
}
function route() {
  const [screen, target] = screenOf(location.hash);
  const shown = screen || (one(".screen.current") && location.hash ? one(".screen.current") : one(".screen"));
  all(".screen").forEach(s => s.classList.toggle("current", s === shown));
  item = null;
  if (target?.matches("details")) target.open = true;
  if (target && target !== shown) target.scrollIntoView(); else if (screen || !location.hash) scrollTo(0, 0);
}

// source drawer
const drawer = one("#drawer"), drawerBody = one("#drawer-body");
let opener = null;
async function sourceOf(id) {
  if (isFile) { const found = document.getElementById("source-" + id); return found && found.firstElementChild.cloneNode(true); }
  const answer = await fetch("/source/" + encodeURIComponent(id) + "?fragment=1");
  if (!answer.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
}
// Offsets count characters; a string of JavaScript counts UTF-16 units.
const units = (text, characters) => { let at = 0; for (const c of text) { if (!characters--) break; at += c.length; } return at; };
function markRange(article, start, end) {
  let first = null;
  for (const block of all("[data-from]", article)) {
    const from = Number(block.dataset.from), text = block.textContent, size = [...text].length;
    if (from >= end || from + size <= start) continue;
    const low = units(text, Math.max(0, start - from)), high = units(text, Math.min(size, end - from));
    const made = document.createElement("mark");
    made.textContent = text.slice(low, high);
    block.replaceChildren(text.slice(0, low), made, text.slice(high));
    first ??= made;
  }
  return first;
}
async function openSource(link) {
  const { article, start, end } = link.dataset;
  const found = await sourceOf(article);
  if (!found) { toast("this source is not here"); return; }
  drawerBody.replaceChildren(found);
  one("#drawer-link").href = isFile ? "#source-" + article : link.getAttribute("href");
  one("#drawer-link").hidden = isFile;
  opener = link; drawer.hidden = false; drawer.focus();
  const mark = Number(end) > Number(start) ? markRange(found, Number(start), Number(end)) : null;
  if (mark) mark.scrollIntoView({ block: "center" }); else drawerBody.scrollTop = 0;
}
function closeDrawer() { drawer.hidden = true; opener?.focus(); opener = null; }
one("#drawer-close")?.addEventListener("click", closeDrawer);
document.addEventListener("click", event => {
  const link = event.target.closest("[data-article]");
  if (link && drawer && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); openSource(link); }
});
const alone = one("[data-mark]"); // a source on a page of its own
if (alone) { const [s, e] = alone.dataset.mark.split("-").map(Number); markRange(alone, s, e)?.scrollIntoView({ block: "center" }); }

// keys
let item = null;
const current = () => isFile ? one(".screen.current") || document : document;
function visible(element) { return element.offsetParent !== null; }
function move(step) {
  const items = all("[data-item]", current()).filter(visible);
  if (!items.length) return;
  const at = items.indexOf(item);
  item?.classList.remove("current-item");
  item = items[Math.max(0, Math.min(items.length - 1, at < 0 ? (step > 0 ? 0 : items.length - 1) : at + step))];
  item.classList.add("current-item");
  item.scrollIntoView({ block: "nearest" });
  (one("a, summary, button, input", item) || item).focus({ preventScroll: true });
}
function tab(step) {
  const tabs = all(".tabs a", current()), at = tabs.findIndex(a => a.hasAttribute("aria-current"));
  if (at >= 0) tabs[(at + step + tabs.length) % tabs.length].click();
}
const KEYS = {
  j: () => move(1), k: () => move(-1), ArrowLeft: () => tab(-1), ArrowRight: () => tab(1), t: nextTheme,
  "/": () => { const box = one("[type=search]", current()) || one("[type=search]"); box?.focus(); box?.select(); },
  "?": () => help?.showModal(),
  x: () => { const box = item && one("[data-review]", item); if (box) box.click(); },
};
document.addEventListener("keydown", event => {
  if (event.key === "Escape") {
    if (drawer && !drawer.hidden) closeDrawer();
    else if (event.target.matches("input, textarea")) event.target.blur();
    return;
  }
  if (event.target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select") || event.ctrlKey || event.metaKey || event.altKey || help?.open) return;
  if (event.key.startsWith("Arrow") && event.target.closest(".scroller")) return;
  const act = KEYS[event.key];
  if (act) { event.preventDefault(); act(); }
});

// side by side
function filterRows(screen) {
  const on = name => one(`[data-filter=${name}]`, screen).getAttribute("aria-pressed") === "true";
  const kinds = new Set(all("[data-kind-filter][aria-pressed=true]", screen).map(b => b.dataset.kindFilter));
  let shown = 0; const rows = all("tr[data-row]", screen);
  for (const row of rows) {
    row.hidden = !kinds.has(row.dataset.kind) || (on("differs") && !("differs" in row.dataset)) || (on("only") && row.dataset.told !== "1");
    shown += !row.hidden;
  }
  one("[data-shown]", screen).textContent = shown === rows.length ? `${rows.length} rows` : `${shown} of ${rows.length} rows`;
}
function sortRows(screen, base) {
  for (const body of all("table.side tbody", screen)) {
    const rows = all("tr", body);
    rows.forEach((row, n) => { row.dataset.order ??= n; });
    const place = row => { const cell = base && all("td[data-at]", row).find(td => td.dataset.column === base); return cell ? Number(cell.dataset.at) : null; };
    // Rows that the base does not tell stay behind the one they follow among all tellings.
    let last = -1; const keys = new Map();
    rows.sort((a, b) => a.dataset.order - b.dataset.order).forEach(row => { const at = place(row); if (at !== null) last = at; keys.set(row, [at ?? last, at === null ? 1 : 0, Number(row.dataset.order)]); });
    rows.sort((a, b) => { const x = keys.get(a), y = keys.get(b); return base ? x[0] - y[0] || x[1] - y[1] || x[2] - y[2] : x[2] - y[2]; });
    body.append(...rows);
  }
  all("th[data-column]", screen).forEach(th => th.classList.toggle("base", th.dataset.column === base));
}
function light(scope, row, on) {
  all(`[data-row="${CSS.escape(row)}"]`, scope).forEach(e => e.classList.toggle("lit", on));
}
for (const table of all("table.side")) {
  const scope = table.closest(".screen") || document;
  if (!one("[data-filter]", scope).dataset.ready) {
    one("[data-filter]", scope).dataset.ready = "1";
    all("[data-filter], [data-kind-filter]", scope).forEach(button => button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true"); filterRows(scope);
    }));
    one("[data-base]", scope).addEventListener("change", event => sortRows(scope, event.target.value));
    filterRows(scope);
  }
  for (const type of ["pointerover", "focusin"]) table.addEventListener(type, event => { const r = event.target.closest("[data-row]"); if (r) light(scope, r.dataset.row, true); });
  for (const type of ["pointerout", "focusout"]) table.addEventListener(type, event => { const r = event.target.closest("[data-row]"); if (r) light(scope, r.dataset.row, false); });
  table.addEventListener("click", event => {
    const stripe = event.target.closest("rect[data-row]");
    if (stripe) one(`tr[data-row="${CSS.escape(stripe.dataset.row)}"]`, scope)?.scrollIntoView({ block: "center" });
  });
}

// statement: heat over the classes of reading that are on
function heatUp(statement) {
  const on = new Set(all("[data-reading][aria-pressed=true]", statement).map(b => b.dataset.reading));
  for (const part of all(".part", statement)) {
    const reach = Number(part.dataset.reach), steps = new Map();
    for (const entry of all(".entry", part)) {
      const loud = all("dd.variant", entry).filter(dd => on.has(dd.dataset.kind));
      all("dd.variant", entry).forEach(dd => { dd.hidden = !on.has(dd.dataset.kind); });
      entry.hidden = !loud.length;
      const differing = loud.reduce((sum, dd) => sum + Number(dd.dataset.witnesses), 0);
      steps.set(entry.dataset.entry, Math.min(4, Math.ceil(4 * differing / reach)));
    }
    for (const lit of all(".lit", part)) {
      const step = Math.max(...lit.dataset.entries.split(" ").map(n => steps.get(n) || 0));
      lit.classList.remove("h0", "h1", "h2", "h3", "h4", "off");
      lit.classList.add("h" + step); if (!step) lit.classList.add("off");
      lit.tabIndex = step ? 0 : -1;
    }
  }
}
for (const statement of all("[data-statement]")) {
  all("[data-reading]", statement).forEach(button => button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true"); heatUp(statement);
  }));
  heatUp(statement);
  all(".lit", statement).forEach(lit => lit.addEventListener("click", event => {
    event.preventDefault();
    const was = lit.getAttribute("aria-expanded") === "true";
    all(".lit", statement).forEach(l => l.setAttribute("aria-expanded", "false"));
    all(".entry", statement).forEach(e => e.classList.remove("current"));
    if (was) return;
    lit.setAttribute("aria-expanded", "true");
    const wanted = new Set(lit.dataset.entries.split(" "));
    const entries = all(".entry", statement).filter(e => wanted.has(e.dataset.entry) && !e.hidden);
    entries.forEach(e => e.classList.add("current")); entries[0]?.scrollIntoView({ block: "nearest" });
  }));
}

// ledger, list, copying, ticks
all("[data-verdict-filter]").forEach(button => {
  const section = button.closest("section");
  const show = () => all(`[data-verdict="${button.dataset.verdictFilter}"]`, section).forEach(li => { li.hidden = button.getAttribute("aria-pressed") !== "true"; });
  button.addEventListener("click", () => { button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true"); show(); });
  show();
});
all("[data-find]").forEach(box => box.addEventListener("input", () => {
  const wanted = box.value.toLowerCase();
  all(".card, .others li", box.closest(".screen")).forEach(c => { c.hidden = !c.textContent.toLowerCase().includes(wanted); });
}));
document.addEventListener("click", async event => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try { await navigator.clipboard.writeText(button.dataset.copy); toast("copied"); }
  catch { prompt("Copy:", button.dataset.copy); }
});
const boxes = all("[data-review]");
function showTick(box, on) { box.checked = on; box.closest("[data-item], .statement")?.classList.toggle("reviewed", on); }
if (boxes.length && isFile) boxes.forEach(box => {
  showTick(box, kept.get("review:" + box.dataset.review) === "1");
  box.addEventListener("change", () => { kept.set("review:" + box.dataset.review, box.checked ? "1" : ""); showTick(box, box.checked); });
});
if (boxes.length && !isFile) {
  fetch("/reviewed").then(r => r.json()).then(({ reviewed }) => { const on = new Set(reviewed); boxes.forEach(b => showTick(b, on.has(b.dataset.review))); });
  boxes.forEach(box => box.addEventListener("change", async () => {
    const body = new URLSearchParams({ object: box.dataset.review, reviewed: box.checked ? "1" : "" });
    const answer = await fetch("/reviewed", { method: "POST", body });
    if (!answer.ok) { toast("the tick could not be kept"); box.checked = !box.checked; }
    showTick(box, box.checked);
  }));
}
if (isFile) { addEventListener("hashchange", route); route(); }
else { const pair = location.hash ? document.getElementById(location.hash.slice(1)) : null; if (pair?.matches("details")) pair.open = true; }
})();
