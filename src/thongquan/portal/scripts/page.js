// On every page: parts of pages by htmx, and nothing that the page's policy forbids.
import htmx from "htmx.org";
import { begin } from "./listing.js";
import { policy, refuseCode } from "./trust.js";

htmx.registerExtension("thongquan", { init: (inside) => inside.initSecurity(policy, refuseCode, refuseCode) });

// A whole page in answer to a question for a part of one: the session has ended, or something failed. It is opened.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (!/<html[\s>]/i.test(ctx.text ?? "")) return;
  event.preventDefault();
  if (ctx.sourceElement.dataset?.refresh && ctx.response.status >= 400) return; // nobody asked: the next one may be answered
  if (ctx.request.method === "GET") location.assign(ctx.response.raw.url);
  else location.reload();
});

begin();
