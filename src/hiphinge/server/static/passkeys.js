// Passkeys: adds one to the account, and signs in with one.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const said = document.getElementById("passkey-said");

async function send(path, fields) {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" } });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error);
  return found;
}

function answered(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} });
}

const decoded = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function signIn(to) {
  const asked = await send("/sign-in/passkey", {});
  const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: decoded(asked.allowCredentials) };
  const credential = await navigator.credentials.get({ publicKey });
  location.href = (await send("/sign-in/passkey/answer", { credential: answered(credential), to })).to;
}

async function add(form) {
  const asked = await send("/account/passkeys", { password: form.elements.password.value });
  const user = { ...asked.user, id: bytes(asked.user.id) };
  const publicKey = { ...asked, user, challenge: bytes(asked.challenge), excludeCredentials: decoded(asked.excludeCredentials) };
  const credential = await navigator.credentials.create({ publicKey });
  location.href = (await send("/account/passkeys/answer", { credential: answered(credential), name: form.elements.name.value })).to;
}

const tell = (error) => { said.textContent = error.name === "NotAllowedError" ? "It was not confirmed. Try again." : error.message; };
if (window.PublicKeyCredential) {
  for (const section of document.querySelectorAll("#with-passkey")) section.hidden = false;
  for (const button of document.querySelectorAll("[data-passkey]")) button.addEventListener("click", () => signIn(button.dataset.to).catch(tell));
  document.getElementById("add-passkey")?.addEventListener("submit", (event) => { event.preventDefault(); add(event.target).catch(tell); });
} else if (said) said.textContent = "This browser knows no passkeys.";
