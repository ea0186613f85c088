// Choosing a certificate: out of a key file, which is opened here, or from a token, which `thongquan signer` reads. Only
// the certificate goes to the server, as pasted text.
import { askCertificate } from "./helper.js";
import { fetchOpener } from "./ways.js";

const LARGEST = 65_536;

async function certificateIn(file, field) {
  const password = new TextEncoder().encode(field.value);
  field.value = "";
  const { openKeyFile } = await fetchOpener();
  const { certificate } = await openKeyFile(new Uint8Array(await file.arrayBuffer()), password);
  let text = "";
  for (const octet of certificate) text += String.fromCharCode(octet);
  return btoa(text);
}

function begin(form) {
  const part = form.querySelector('[data-part="key-file"]');
  const [file, field] = [part.querySelector('input[type="file"]'), part.querySelector('input[type="password"]')];
  const trouble = part.querySelector('[data-part="trouble"]');
  const tell = (code) => {
    const words = part.querySelector(`[data-code="${code}"]`) ?? part.querySelector('[data-code="unknown"]');
    trouble.replaceChildren(words.textContent);
    trouble.focus();
  };
  part.hidden = false;
  form.addEventListener("submit", async (event) => {
    const [chosen] = file.files;
    if (!chosen) return;
    event.preventDefault();
    try {
      if (chosen.size > LARGEST) throw new TypeError("large");
      form.elements.namedItem("pasted").value = await certificateIn(chosen, field);
    } catch (cause) {
      tell(cause.reason ? `file-${cause.reason}` : "unknown");
      return;
    }
    file.value = "";
    form.submit();
  });
}

function beginHelper(form) {
  const part = form.querySelector('[data-part="from-helper"]');
  const [button, status] = [part.querySelector("button"), part.querySelector('[data-part="told"]')];
  const tell = (code) => {
    const words = part.querySelector(`[data-code="${code}"]`) ?? document.querySelector(`#helper-words [data-code="${code}"]`);
    status.replaceChildren(...[...words.childNodes].map((node) => node.cloneNode(true)));
  };
  for (const place of part.querySelectorAll('[data-part="origin"]')) place.textContent = location.origin;
  part.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    status.replaceChildren();
    try {
      const { port, secret } = part.dataset;
      form.elements.namedItem("pasted").value = await askCertificate({ port: Number(port), secret, tell });
    } catch (trouble) {
      tell(trouble.code ?? "helper-away");
      return;
    } finally {
      button.disabled = false;
    }
    form.submit();
  });
}

for (const form of document.querySelectorAll("[data-choose]")) {
  begin(form);
  beginHelper(form);
}
