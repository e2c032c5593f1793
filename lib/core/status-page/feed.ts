/** Incidents as an Atom feed (RFC 4287). It changes only when an incident does. */
import { html } from "../render/html.ts";
import { impactOf, lasted } from "./incident-list.ts";
import { statusTexts } from "./texts.ts";
import type { IncidentView, StatusView } from "./view.ts";

export interface FeedOptions {
  /** Address of the page's folder, with the slash at its end. */
  readonly url: string;
  /** When the page came to be: an empty feed has no other time. */
  readonly createdAtEpochMs: number;
}

export function atomFeed(view: StatusView, { createdAtEpochMs, url }: FeedOptions): string {
  const { open, ownLanguage: language, past, title } = view;
  const incidents = [...open, ...past];
  const updatedAtEpochMs = Math.max(createdAtEpochMs, ...incidents.map(changedAt));
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
<title>${title ?? statusTexts(language).untitled}</title>
<id>${url}</id>
<link rel="alternate" type="text/html" href="${url}index.html"/>
<link rel="self" type="application/atom+xml" href="${url}feed.xml"/>
<author><name>${title ?? statusTexts(language).untitled}</name></author>
<updated>${isoTime(updatedAtEpochMs)}</updated>
${incidents.map((incident) => entry(incident, view, url))}</feed>
`.toString();
}

function entry(incident: IncidentView, { ownLanguage: language, timezone }: StatusView, url: string) {
  const texts = statusTexts(language);
  const impact = impactOf(incident, language).join(" ");
  const isOpen = incident.endedAtEpochMs === undefined;
  const content = isOpen ? impact : `${impact} ${lasted(incident, timezone, language)}.`;
  return html`<entry>
<title>${texts.phases[incident.phase]}: ${impact}</title>
<id>urn:uuid:${incident.uuid}</id>
<link rel="alternate" type="text/html" href="${url}index.html"/>
<published>${isoTime(incident.startedAtEpochMs)}</published>
<updated>${isoTime(changedAt(incident))}</updated>
<content type="text">${content}</content>
</entry>
`;
}

function changedAt({ endedAtEpochMs, startedAtEpochMs }: IncidentView): number {
  return endedAtEpochMs ?? startedAtEpochMs;
}

function isoTime(atEpochMs: number): string {
  return new Date(atEpochMs).toISOString();
}
