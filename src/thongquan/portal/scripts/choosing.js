// Choosing a certificate out of a key file: it is opened here, and only the certificate goes to the server, as pasted text.
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

for (const form of document.querySelectorAll("[data-choose]")) begin(form);
