// On every page: fragments by htmx, with the session's token, and nothing that a page's policy forbids.
import htmx from "htmx.org";
import { policy, refuseCode } from "./trust.js";

htmx.registerExtension("thongquan", { init: (inside) => inside.initSecurity(policy, refuseCode, refuseCode) });

document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  if (token) ctx.request.headers["X-CSRF-Token"] = token;
});

// A whole page in answer to a question for a part of one: the session has ended, or something failed. It is opened.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (!/<html[\s>]/i.test(ctx.text ?? "")) return;
  event.preventDefault();
  if (ctx.request.method === "GET") location.assign(ctx.response.raw.url);
  else location.reload();
});
