/**
 * The one script of the page. Without it the page is complete, only still. It draws nothing by itself: it swaps what the server
 * has drawn, and takes the time from there too, since the checks may live in another one than this browser.
 */
(() => {
  const root = document.documentElement;
  const THEMES = ["auto", "light", "dark"];
  const SILENCE_MAX_MS = 10_000;
  const byId = (id) => document.getElementById(id);
  const DUE = "time[data-due]";

  root.classList.add("scripted");
  applyTheme(remembered("theme"));
  document.addEventListener("DOMContentLoaded", start);

  let words;
  let heardMs = performance.now();

  function start() {
    words = JSON.parse(document.body.dataset.words);
    foldGroups();
    applyTheme(remembered("theme"));
    countDown(Number(document.body.dataset.now), [...document.querySelectorAll(DUE)]);
    markChosen();
    listen();
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    document.addEventListener("toggle", rememberFolds, true);
    document.addEventListener("submit", onSubmit);
    addEventListener("popstate", () => void followAddress({ isNew: true }));
    byId("find").addEventListener("input", filter);
    byId("failing").addEventListener("change", filter);
    byId("theme").addEventListener("click", nextTheme);
    byId("help-open").addEventListener("click", () => byId("help").showModal());
  }

  // What this browser remembers, if it is allowed to

  function remembered(name) {
    try {
      return localStorage.getItem(name) ?? "";
    } catch {
      return "";
    }
  }

  function remember(name, text) {
    try {
      localStorage.setItem(name, text);
    } catch {
      // Then it holds until the page is left.
    }
  }

  // Live

  function listen() {
    const source = new EventSource(document.body.dataset.events);
    const heard = () => {
      heardMs = performance.now();
    };
    source.addEventListener("open", heard);
    source.addEventListener("update", (event) => update(JSON.parse(event.data)));
    source.addEventListener("reload", () => location.reload());
    source.addEventListener("clock", (event) => {
      heard();
      countDown(Number(event.data), timesInSight());
    });
    setInterval(() => {
      const isLost = source.readyState !== EventSource.OPEN || performance.now() - heardMs > SILENCE_MAX_MS;
      document.body.classList.toggle("is-lost", isLost);
    }, 1_000);
  }

  function update({ title, icon, nowEpochMs, parts, order }) {
    const focusAgain = rememberFocus();
    for (const [id, markup] of Object.entries(parts)) swap(byId(id), markup);
    const times = Object.keys(parts).flatMap((id) => [...byId(id).querySelectorAll(DUE)]);
    for (const [parentId, childIds] of order ?? []) arrange(byId(parentId), childIds);
    document.title = title;
    byId("favicon").href = icon;
    filter();
    markChosen();
    focusAgain();
    countDown(nowEpochMs, times);
    if (isOpen() && rowOf(shownCheck())?.id in parts) void refreshDrawer();
  }

  /** What is swapped or moved loses the focus: what stands at its place gets it back. */
  function rememberFocus() {
    const { activeElement } = document;
    const holder = activeElement?.closest("[id]");
    if (!holder) return () => {};
    const alike = (within) => [within, ...within.querySelectorAll(activeElement.localName)];
    const at = alike(holder).indexOf(activeElement);
    return () => {
      const place = byId(holder.id);
      if (place && !document.activeElement.closest(`[id="${holder.id}"]`)) alike(place)[at]?.focus({ preventScroll: true });
    };
  }

  function swap(old, markup) {
    if (!old || isBeingRead(old)) return;
    const next = parse(markup);
    old.replaceWith(next);
    if (next.localName !== "tr") return;
    next.classList.add("fresh");
    setTimeout(() => next.classList.remove("fresh"), 300);
  }

  /** Moves only what is out of place: whatever stays keeps its focus. */
  function arrange(parent, childIds) {
    let place = parent.firstElementChild;
    for (const id of childIds) {
      const child = byId(id);
      if (child === place) place = place.nextElementSibling;
      else parent.insertBefore(child, place);
    }
  }

  function parse(markup) {
    const holder = document.createElement("template");
    holder.innerHTML = markup;
    return holder.content.firstElementChild;
  }

  /** Somebody is marking text in it. */
  function isBeingRead(element) {
    const selection = getSelection();
    return !selection.isCollapsed && element.contains(selection.anchorNode);
  }

  function countDown(nowEpochMs, times) {
    for (const time of times) {
      const leftMs = Number(time.dataset.due) - nowEpochMs;
      time.textContent = leftMs <= 0 ? words.now : words.in.replace("{span}", span(leftMs / 1_000));
    }
  }

  /** Of a thousand rows the browser draws only those in sight. */
  function timesInSight() {
    return [...document.querySelectorAll(DUE)].filter((time) => time.checkVisibility({ contentVisibilityAuto: true }));
  }

  function span(seconds) {
    const { days, hours, minutes, seconds: unit } = words.units;
    if (seconds < 120) return Math.ceil(seconds) + unit;
    if (seconds < 7_200) return Math.round(seconds / 60) + minutes;
    return seconds < 172_800 ? Math.round(seconds / 3_600) + hours : Math.round(seconds / 86_400) + days;
  }

  // Drawer: its address is that of a page of its own

  const drawer = () => byId("drawer");
  const isOpen = () => !drawer().hidden;
  const shownCheck = () => drawer().querySelector("article")?.dataset.check ?? "";
  let asked = 0;

  async function followAddress({ isNew }) {
    const mine = ++asked;
    const isBeside = /^\/(c\/|preview\/|try$)/.test(location.pathname);
    if (isNew && location.pathname === "/try") say(words.trying);
    const markup = isBeside ? await fetchDrawer() : "";
    if (mine !== asked) return;
    if (markup) fillDrawer(markup, isNew);
    else if (!isBeside) emptyDrawer();
    else if (isNew) say(words.failed);
    markChosen();
    keepPlaceInOtherLanguages();
  }

  function keepPlaceInOtherLanguages() {
    for (const link of document.querySelectorAll(".banner a.language")) {
      const address = new URL(location.href);
      address.searchParams.set("lang", link.hreflang);
      link.href = address.href;
    }
  }

  function fetchDrawer() {
    const address = new URL(location.href);
    address.searchParams.set("part", "drawer");
    return fetch(address).then(
      (answer) => (answer.ok ? answer.text() : undefined),
      () => undefined,
    );
  }

  function fillDrawer(markup, isNew) {
    const openParts = isNew ? [] : [...drawer().querySelectorAll("details[open][id]")];
    const focusAgain = rememberFocus();
    drawer().innerHTML = markup;
    for (const { id } of openParts) byId(id)?.setAttribute("open", "");
    drawer().hidden = false;
    if (!isNew) return focusAgain();
    drawer().scrollTop = 0;
    byId("status").replaceChildren();
    byId("drawer-title").focus({ preventScroll: true });
  }

  function emptyDrawer() {
    const row = rowOf(shownCheck());
    drawer().hidden = true;
    drawer().replaceChildren();
    if (row) linkIn(row).focus();
  }

  function show(address, { replace = false } = {}) {
    if (new URL(address).href === location.href) return;
    history[replace ? "replaceState" : "pushState"](null, "", address);
    void followAddress({ isNew: true });
  }

  async function refreshDrawer() {
    if (location.pathname.startsWith("/c/") && !isBeingRead(drawer())) await followAddress({ isNew: false });
  }

  const closeDrawer = () => show(new URL(document.body.dataset.home, location.href));

  // Choosing, finding, folding

  const rows = () => [...document.querySelectorAll("tr.check")];
  const linkIn = (row) => row.querySelector("a.open");
  const rowOf = (check) => rows().find(({ dataset }) => dataset.check === check);
  const chosenRow = () => (isOpen() ? rowOf(shownCheck()) : document.activeElement?.closest("tr.check")) ?? undefined;

  function markChosen() {
    for (const row of document.querySelectorAll("tr.check[aria-current]")) row.removeAttribute("aria-current");
    if (isOpen()) rowOf(shownCheck())?.setAttribute("aria-current", "true");
  }

  function move(by) {
    const visible = rows().filter((row) => row.checkVisibility());
    const at = visible.indexOf(chosenRow());
    const next = visible[at === -1 ? 0 : Math.min(visible.length - 1, Math.max(0, at + by))];
    if (!next) return;
    next.scrollIntoView({ block: "nearest" });
    if (isOpen()) show(linkIn(next).href, { replace: true });
    else linkIn(next).focus();
  }

  function filter() {
    const wanted = byId("find").value.trim().toLowerCase();
    const onlyFailing = byId("failing").checked;
    let shown = 0;
    for (const row of rows()) {
      const isFine = row.classList.contains("up") && !row.classList.contains("has-warning");
      row.hidden = (onlyFailing && isFine) || (wanted !== "" && !row.textContent.toLowerCase().includes(wanted));
      if (!row.hidden) shown += 1;
    }
    for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector("tr.check:not([hidden])");
    byId("shown").textContent = onlyFailing || wanted !== "" ? words.shown.replace("{count}", shown) : "";
  }

  function foldGroups() {
    const folded = remembered("folded").split("\n");
    for (const group of document.querySelectorAll(".group")) group.open = !folded.includes(group.id);
  }

  function rememberFolds({ target }) {
    if (!target.classList.contains("group")) return;
    const folded = [...document.querySelectorAll(".group:not([open])")].map(({ id }) => id);
    remember("folded", folded.join("\n"));
  }

  // Doing

  function onClick(event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    const link = event.target.closest("a.open, a.preview, a.close");
    const copied = event.target.closest("[data-copy]")?.dataset.copy;
    if (copied) copy(byId(copied).textContent);
    if (!link) return;
    event.preventDefault();
    show(link.href);
  }

  function copy(text) {
    navigator.clipboard.writeText(text).then(
      () => say(words.copied),
      () => say(words.failed),
    );
  }

  function onSubmit(event) {
    const { id } = event.target;
    if (id !== "run" && id !== "try") return;
    event.preventDefault();
    if (id === "run") void run(event.submitter?.value ?? "");
    else tryAddress(event.target);
  }

  function tryAddress(form) {
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form));
    if (address.href === location.href) void followAddress({ isNew: true });
    else show(address);
  }

  /** The answer leads back to the list; here it is enough that there is one. */
  async function run(check) {
    if (!byId("run")) return say(words.cannotRun);
    const answer = await fetch("/run", { method: "POST", body: new URLSearchParams({ check }), redirect: "manual" }).catch(
      () => undefined,
    );
    say(answer?.type === "opaqueredirect" ? words.asked : words.failed);
  }

  function preview() {
    const row = chosenRow() ?? rows()[0];
    if (!row) return;
    const address = new URL(linkIn(row).href);
    address.pathname = address.pathname.replace(/^\/c\//, "/preview/");
    show(address);
  }

  function nextTheme() {
    const theme = THEMES[(THEMES.indexOf(root.dataset.theme ?? "auto") + 1) % THEMES.length];
    remember("theme", theme);
    applyTheme(theme);
  }

  function applyTheme(theme) {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    const label = byId("theme")?.querySelector("span");
    if (label) label.textContent = words.themes[root.dataset.theme ?? "auto"];
  }

  function find() {
    byId("find").focus();
    byId("find").select();
  }

  function toggleFailing() {
    byId("failing").checked = !byId("failing").checked;
    filter();
  }

  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    f: toggleFailing,
    "/": find,
    r: () => run(chosenRow()?.dataset.check ?? ""),
    p: preview,
    t: nextTheme,
    "?": () => byId("help").showModal(),
    Escape: () => isOpen() && closeDrawer(),
  };

  function onKey(event) {
    if (event.metaKey || event.ctrlKey || event.altKey || byId("help").open) return;
    if (event.target.matches("input:not([type=checkbox])")) {
      if (event.key === "Escape") leaveField(event.target);
      return;
    }
    const act = KEYS[letterOf(event)];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** With a Korean keyboard the key J writes ㅓ, or nothing yet. */
  function letterOf({ code, key }) {
    const isOtherScript = key === "Process" || /\P{ASCII}/u.test(key);
    return isOtherScript ? code.replace(/^Key/, "").toLowerCase() : key;
  }

  function leaveField(input) {
    if (input.type === "search") input.value = "";
    input.blur();
    filter();
  }

  let silence;
  function say(text) {
    byId("status").textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => byId("status").replaceChildren(), 3_000);
  }
})();
