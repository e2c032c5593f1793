/** What CloudWatch lets through of a custom widget's HTML, and what it takes out: read strictly, so that nothing is left to it. */
const ELEMENTS = new Set([
  ...[
    "a",
    "bdi",
    "cwdb-action",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h2",
    "p",
    "path",
    "span",
    "style",
    "summary",
    "svg",
  ],
  ...["table", "tbody", "td", "text", "th", "thead", "tr"],
]);
const ATTRIBUTES = new Set([
  ...[
    "action",
    "aria-hidden",
    "aria-label",
    "class",
    "d",
    "display",
    "endpoint",
    "event",
    "fill",
    "id",
    "preserveaspectratio",
    "role",
    "scope",
  ],
  ...["stroke", "stroke-dasharray", "stroke-width", "tabindex", "viewbox", "x", "y"],
]);
const TAG = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+="[^"<>]*")*)\s*(\/?)>/gy;

/** Sentences about everything that does not belong there; none if all is well. */
export function markupFaults(markup: string): string[] {
  const faults: string[] = [];
  const open: string[] = [];
  let at = 0;
  while (at < markup.length) {
    const next = markup.indexOf("<", at);
    if (next === -1) break;
    TAG.lastIndex = next;
    const found = TAG.exec(markup);
    if (found === null) return [...faults, `no tag: ${markup.slice(next, next + 60)}`];
    const [whole, isEnd, name = "", attributes = "", isEmpty] = found;
    if (!ELEMENTS.has(name.toLowerCase())) faults.push(`element ${name}`);
    faults.push(...attributeFaults(attributes));
    if (isEnd) {
      if (open.pop() !== name) faults.push(`</${name}> closes something else`);
    } else if (!isEmpty) open.push(name);
    at = next + whole.length;
  }
  if (/url\(|@import|expression\(/i.test(markup)) faults.push("a style that fetches");
  return [...faults, ...open.map((name) => `<${name}> stays open`)];
}

function attributeFaults(attributes: string): string[] {
  return [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].flatMap(([, name = "", value = ""]) => {
    const foreign =
      /(?:https?:|javascript:|data:|\/\/)/i.test(value) && name !== "aria-label" ? [`${name} points elsewhere`] : [];
    return [...(ATTRIBUTES.has(name.toLowerCase()) ? [] : [`attribute ${name}`]), ...foreign];
  });
}
