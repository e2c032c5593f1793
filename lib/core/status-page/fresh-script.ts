/**
 * The only script of a status page. It asks every few seconds whether the page is too old to be believed, and every minute
 * for a newer one, which takes the place of what is shown. Without it the browser itself loads the page anew.
 */
const LOOK_EVERY_MS = 5_000;
const ASK_EVERY_MS = 60_000;

export const freshScript = `
const shown = () => document.querySelector("main");
const icon = (page) => page.querySelector("link[rel=icon]");
function judge() {
  const { written, fresh } = shown().dataset;
  const isStale = Date.now() - Number(written) > Number(fresh);
  document.documentElement.classList.toggle("is-stale", isStale);
  if (!isStale) return;
  document.title = document.querySelector(".stale strong").textContent;
  icon(document).href = "data:,";
}
async function renew() {
  try {
    const answer = await fetch(location.href, { cache: "no-cache" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("main");
    if (answer.ok && Number(next?.dataset.written) > Number(shown().dataset.written)) {
      for (const { id } of document.querySelectorAll("details[open]")) next.querySelector("#" + CSS.escape(id))?.setAttribute("open", "");
      shown().replaceWith(next);
      document.title = page.title;
      icon(document).href = icon(page).href;
    }
  } catch {}
  judge();
}
judge();
setInterval(judge, ${LOOK_EVERY_MS});
setInterval(renew, ${ASK_EVERY_MS});
`;
