// Passkeys: what the browser has to do with the person's authenticator. The server checks everything.
(() => {
  "use strict";

  const able = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);
  const say = text => { const outcome = document.querySelector(".outcome"); if (outcome) outcome.textContent = text; };

  async function send(method, path, body) {
    const answer = await fetch(path, { method, headers: { "content-type": "application/json" }, body: body && JSON.stringify(body) });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(said.title ? `${said.title} ${said.detail || ""}` : `The server answers ${answer.status}.`);
    return said;
  }

  async function attempt(work) {
    try {
      await work();
    } catch (fault) {
      say(fault.name === "NotAllowedError" ? "The browser gave no passkey: it was cancelled, or there is none for this server." : fault.message);
    }
  }

  async function signIn(path) {
    const options = await send("POST", "/passkey/options");
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    location.assign((await send("POST", path, credential.toJSON())).location);
  }

  async function add(form) {
    const path = form.dataset.passkeyAdd;
    const options = await send("POST", path + "/options");
    const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
    await send("POST", path, { name: new FormData(form).get("name"), credential: credential.toJSON() });
    location.reload();
  }

  for (const button of document.querySelectorAll("[data-passkey-sign-in]")) button.hidden = !able;

  document.addEventListener("click", click => {
    const entry = click.target.closest("button[data-passkey-sign-in]");
    if (entry) attempt(() => signIn(entry.dataset.passkeySignIn));
    const gone = click.target.closest("button[data-delete]");
    if (gone && confirm(`${gone.getAttribute("aria-label")}?`)) {
      attempt(async () => { await send("DELETE", gone.dataset.delete); location.reload(); });
    }
  });

  document.addEventListener("submit", submit => {
    const form = submit.target.closest("form[data-passkey-add]");
    if (!form) return;
    submit.preventDefault();
    if (able) attempt(() => add(form));
    else say("This browser is too old for passkeys.");
  });
})();
