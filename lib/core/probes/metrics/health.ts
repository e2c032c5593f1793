/** A health document of Spring Boot Actuator: its own status decides, and its components say why. */
import { isRecord } from "../../shapes.ts";

export interface Health {
  /** UP, DOWN, OUT_OF_SERVICE, UNKNOWN or the application's own. */
  readonly status: string;
  /** `db is DOWN (no connection), disk is OUT_OF_SERVICE`; empty where all is well or components are hidden. */
  readonly unwell: string;
}

const WELL = "UP";
const COMPONENTS_MAX = 5;
const STATUS_CHARACTERS = 40;
const DETAIL_CHARACTERS = 160;

export function readHealth(document: unknown): Health | undefined {
  const status = statusOf(document);
  if (status === undefined) return undefined;
  const unwell = unwellIn(document, "");
  const others = unwell.length > COMPONENTS_MAX ? ` and ${unwell.length - COMPONENTS_MAX} more` : "";
  return { status, unwell: `${unwell.slice(0, COMPONENTS_MAX).join(", ")}${others}` };
}

/** The innermost components that are not well. Nesting is bounded where the document is parsed. */
function unwellIn(node: unknown, path: string): string[] {
  return componentsOf(node).flatMap(([name, component]) => {
    const place = path === "" ? name : `${path}/${name}`;
    const inside = unwellIn(component, place);
    const status = statusOf(component);
    if (inside.length > 0 || status === undefined || status === WELL) return inside;
    return [`${place} is ${status}${detailOf(component)}`];
  });
}

/** `components` since Spring Boot 2.2; before that `details`, which also holds plain values. */
function componentsOf(node: unknown): [string, unknown][] {
  if (!isRecord(node)) return [];
  const children = node.components ?? node.details;
  return isRecord(children) ? Object.entries(children).filter(([, child]) => statusOf(child) !== undefined) : [];
}

function statusOf(node: unknown): string | undefined {
  const status = isRecord(node) ? node.status : undefined;
  return typeof status === "string" ? status.slice(0, STATUS_CHARACTERS) : undefined;
}

/** The error where there is one, else whatever the component tells. */
function detailOf(node: unknown): string {
  const details = isRecord(node) && isRecord(node.details) ? node.details : {};
  const told = Object.entries(details).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value));
  const text = typeof details.error === "string" ? details.error : told.map(([name, value]) => `${name}: ${value}`).join(", ");
  if (text === "") return "";
  return ` (${text.length <= DETAIL_CHARACTERS ? text : `${text.slice(0, DETAIL_CHARACTERS - 1)}…`})`;
}
