// The script of the home page: dropping files, progress of a run, outcomes of a check without leaving the page.
"use strict";
(() => {
const one = (q, root = document) => root.querySelector(q);
const sleep = time => new Promise(done => setTimeout(done, time));
async function problem(answer) {
  try { return (await answer.json()).detail; } catch { return `the server answered ${answer.status}`; }
}
async function follow(box, id) {
  box.hidden = false;
  const state = one(".state", box), bar = one("progress", box), noticed = one(".noticed", box);
  for (;;) {
    const answer = await fetch("/job/" + id, { headers: { accept: "application/json" } });
    if (!answer.ok) { state.textContent = await problem(answer); return; }
    const job = await answer.json();
    if (job.finished) {
      if (bar) bar.hidden = true;
      state.textContent = job.error || `${job.items} read, ${job.articles} new ${job.articles === 1 ? "article" : "articles"}`;
      noticed?.replaceChildren(...job.noticed.map(words => Object.assign(document.createElement("li"), { textContent: words })));
      if (!job.error) { const link = Object.assign(document.createElement("a"), { href: "/stories?sort=newest", textContent: "See the stories" }); state.append(" · ", link); }
      return;
    }
    state.textContent = job.total ? `${job.stage}: ${job.done} of ${job.total}` : `${job.stage} …`;
    if (bar) { if (job.total) { bar.max = job.total; bar.value = job.done; } else bar.removeAttribute("value"); }
    await sleep(400);
  }
}
const waiting = one("[data-job]");
if (waiting) follow(waiting, waiting.dataset.job);

const read = one("#read"), drop = one("#drop");
if (read) {
  const input = one("input[type=file]", drop), picked = one("#picked");
  const tell = () => { const n = input.files.length; picked.textContent = n ? `${n} ${n === 1 ? "file" : "files"}: ${[...input.files].slice(0, 4).map(f => f.name).join(", ")}${n > 4 ? " …" : ""}` : ""; };
  input.addEventListener("change", tell);
  for (const type of ["dragenter", "dragover"]) drop.addEventListener(type, event => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", event => { event.preventDefault(); drop.classList.remove("over"); input.files = event.dataTransfer.files; tell(); read.requestSubmit(); });
  read.addEventListener("submit", async event => {
    event.preventDefault();
    const box = one("#progress"); box.hidden = false; one(".state", box).textContent = "sending …";
    const answer = await fetch("/texts", { method: "POST", body: new FormData(read), headers: { accept: "application/json" } });
    if (!answer.ok) { one(".state", box).textContent = await problem(answer); one("progress", box).hidden = true; return; }
    one("progress", box).hidden = false; read.reset(); tell();
    await follow(box, (await answer.json()).job_id);
  });
}
const check = one("#check");
check?.addEventListener("submit", async event => {
  event.preventDefault();
  const out = one("#outcomes"), body = new FormData(check), wait = document.createElement("p");
  body.set("fragment", "true"); wait.textContent = "checking …"; wait.setAttribute("role", "status"); out.replaceChildren(wait);
  const answer = await fetch("/check", { method: "POST", body, headers: { accept: "application/json" } });
  if (!answer.ok) { wait.textContent = await problem(answer); return; }
  const made = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
  out.replaceChildren(made); made.scrollIntoView({ block: "nearest" });
});
})();
