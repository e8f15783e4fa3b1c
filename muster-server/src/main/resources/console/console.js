// Keeps a page current: when the server says that something changed, the page asks for itself again and swaps its
// main part. Sends what the buttons of a device ask for. Without script a page is simply as old as its load.
(() => {
  "use strict";

  async function post(button, path, body) {
    const say = text => { const outcome = document.querySelector(".outcome"); if (outcome) outcome.textContent = text; };
    button.disabled = true;
    try {
      const answer = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body });
      const problem = answer.ok ? null : await answer.json().catch(() => ({}));
      say(answer.ok ? `${button.textContent}: asked.` : `Refused: ${problem.title || answer.status} ${problem.detail || ""}`);
      return answer.ok;
    } catch (gone) {
      say("The server does not answer.");
      return false;
    } finally {
      button.disabled = false;
    }
  }

  document.addEventListener("click", click => {
    const button = click.target.closest("button[data-post]");
    if (button) post(button, button.dataset.post, button.dataset.body);
  });

  // Names that begin with "field." are members of "fields"; an id that is typed becomes part of the path.
  function asked(form) {
    const said = {};
    let path = form.dataset.post;
    for (const [name, value] of new FormData(form)) {
      if (name === "id" && path.includes("{id}")) path = path.replace("{id}", encodeURIComponent(value));
      else if (name.startsWith("field.")) (said.fields ??= {})[name.slice(6)] = value;
      else said[name] = value;
    }
    return [path, said];
  }

  // A form that asks for a reason; the browser has checked by now that there is one.
  document.addEventListener("submit", async submit => {
    const form = submit.target.closest("form[data-post]");
    if (!form) return;
    submit.preventDefault();
    const [path, said] = asked(form);
    if (await post(form.querySelector("button"), path, JSON.stringify(said))) {
      form.closest("details")?.removeAttribute("open");
      refresh();
    }
  });

  // The slider over the moments that mattered: it says which, and letting go shows the page as of then.
  function moment(range) {
    const lines = range.dataset.moments.split("\n");
    return range.valueAsNumber >= lines.length ? null : lines[range.valueAsNumber];
  }
  document.addEventListener("input", input => {
    if (!input.target.dataset?.moments) return;
    const line = moment(input.target);
    input.target.parentElement.querySelector("output").textContent = line
      ? line.slice(0, line.indexOf(" ")) + ": " + line.slice(line.indexOf(" ") + 1) : "now";
  });
  document.addEventListener("change", change => {
    if (!change.target.dataset?.moments) return;
    const line = moment(change.target);
    location.search = line ? "?asOf=" + encodeURIComponent(line.slice(0, line.indexOf(" "))) : "";
  });

  // On a narrow screen the places scroll sideways: the one that is shown is in sight.
  document.querySelectorAll(".places a[aria-current='page']").forEach(
    link => link.parentElement.scrollTo({ left: link.offsetLeft - link.parentElement.offsetLeft - 40 }));

  const source = document.body.dataset.live;
  const badge = document.querySelector(".live");
  let newest = -1, wanted = false, running = false;
  document.addEventListener("toggle", toggle => {
    if (toggle.target.matches?.("details.act:not([open])") && wanted) { wanted = false; refresh(); }
  }, true);

  async function refresh() {
    // Nobody's half-written reason is swept away.
    if (running || document.querySelector("details.act[open]")) { wanted = true; return; }
    running = true;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" }, redirect: "manual" });
      if (answer.type === "opaqueredirect") { location.reload(); return; }
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector("main");
        document.title = page.title;
        const main = document.querySelector("main");
        const open = new Set([...main.querySelectorAll("details[open]")].map(d => d.parentElement.id));
        const focused = document.activeElement && main.contains(document.activeElement)
          ? document.activeElement.getAttribute("href") : null;
        const outcome = main.querySelector(".outcome")?.textContent ?? "";
        main.replaceChildren(...fresh.childNodes);
        if (outcome) main.querySelector(".outcome").textContent = outcome;
        open.forEach(id => document.getElementById(id)?.querySelector("details")?.setAttribute("open", ""));
        if (focused) main.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
      }
    } finally {
      running = false;
      if (wanted) { wanted = false; setTimeout(refresh, 500); }
    }
  }

  if (!source || !window.EventSource) return;
  const events = new EventSource(source);
  events.addEventListener("hello", e => {
    if (newest >= 0 && Number(e.data) !== newest) refresh();
    newest = Number(e.data);
    if (badge) badge.classList.remove("lost");
  });
  events.addEventListener("changed", e => { newest = Number(e.data); refresh(); });
  events.onerror = () => { if (badge) badge.classList.add("lost"); };
})();
