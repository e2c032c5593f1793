/** A text that opens a picture of its check: CloudWatch's own element, which makes the one before it a button. */
import { Html, html } from "../render/html.ts";
import { shownName, type WidgetCheck, type WidgetParams } from "./manifest.ts";

export function nameWithPopup(check: WidgetCheck, functionArn: string): Html {
  return textWithPopup(shownName(check), { check, functionArn });
}

export function textWithPopup(text: string, { check, functionArn }: { check: WidgetCheck; functionArn: string }): Html {
  const { id, place } = check;
  const params = json({ view: "check", check: id, ...(place !== undefined && { from: place }) });
  return html`<a class="name" tabindex="0"><bdi>${text}</bdi></a><cwdb-action action="call" display="popup" event="click" endpoint="${functionArn}">${params}</cwdb-action>`;
}

/** JSON as the text of an element: nothing in it can begin a tag or an entity. */
function json(params: WidgetParams): Html {
  const escaped = JSON.stringify(params).replace(/[<>&]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);
  return new Html(escaped);
}
