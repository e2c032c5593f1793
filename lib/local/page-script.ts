/** The one script of the page: swaps drawn fragments as they come. Without it the page is complete, only still. */
export const pageScript = `
const source = new EventSource(document.body.dataset.events);
const byId = (id) => document.getElementById(id);
let heardAt = Date.now();

function swap(id, markup) {
  const old = byId(id);
  if (!old || (!getSelection().isCollapsed && old.contains(getSelection().anchorNode))) return;
  const holder = document.createElement("template");
  holder.innerHTML = markup;
  const next = holder.content.firstElementChild;
  for (const open of old.querySelectorAll("details[open][id]")) next.querySelector("#" + open.id)?.setAttribute("open", "");
  old.replaceWith(next);
  if (next.localName !== "tr") return;
  next.classList.add("fresh");
  setTimeout(() => next.classList.remove("fresh"), 300);
}

function arrange(parentId, childIds) {
  const parent = byId(parentId);
  const present = [...parent.children].map((child) => child.id).filter((id) => childIds.includes(id));
  if (present.join() === childIds.join()) return;
  for (const id of childIds) parent.append(byId(id));
}

source.addEventListener("update", (event) => {
  const { title, icon, parts, order } = JSON.parse(event.data);
  const focused = document.activeElement?.id;
  for (const [id, markup] of Object.entries(parts)) swap(id, markup);
  for (const [parentId, childIds] of order) arrange(parentId, childIds);
  document.title = title;
  byId("favicon").href = icon;
  if (focused && document.activeElement?.id !== focused) byId(focused)?.focus({ preventScroll: true });
});
source.addEventListener("reload", () => location.reload());
for (const name of ["open", "update", "ping"]) source.addEventListener(name, () => { heardAt = Date.now(); });
setInterval(() => document.body.classList.toggle("is-lost", source.readyState !== 1 || Date.now() - heardAt > 40000), 1000);
`;
