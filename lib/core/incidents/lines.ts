/** Lines: the ways to people, one a contact and channel. */
import type { ContactName } from "../model/check.ts";
import { CHANNEL_KINDS, type ChannelKind, type Incident, type Line } from "../model/incident.ts";

/** What each contact can be reached by. */
export type Channels = Readonly<Record<ContactName, readonly ChannelKind[]>>;

export function lineTo(contact: ContactName, channel: ChannelKind): Line {
  return `${contact}/${channel}`;
}

export function contactOf(line: Line): ContactName {
  return line.slice(0, line.lastIndexOf("/"));
}

export function channelOf(line: Line): ChannelKind {
  const name = line.slice(line.lastIndexOf("/") + 1);
  return CHANNEL_KINDS.find((channel) => channel === name) ?? "terminal";
}

/** Every line there is. */
export function allLines(channels: Channels): Line[] {
  return Object.entries(channels).flatMap(([contact, kinds]) => kinds.map((channel) => lineTo(contact, channel)));
}

/** Whether an incident concerns a line: it may be told of it, or was. */
export function concerns({ contacts, told }: Pick<Incident, "contacts" | "told">, line: Line): boolean {
  return told[line] !== undefined || contacts.includes(contactOf(line));
}

/** Keys of a record by line. */
export function linesOf(record: Readonly<Record<Line, unknown>>): Line[] {
  return Object.keys(record).filter(isLine);
}

function isLine(text: string): text is Line {
  const channels: readonly string[] = CHANNEL_KINDS;
  return channels.includes(text.slice(text.lastIndexOf("/") + 1));
}
