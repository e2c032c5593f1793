/** What is published of one page: a folder of files. */
import type { Language } from "../model/check.ts";
import { badge } from "./badge.ts";
import { statusDocument } from "./document.ts";
import { atomFeed, type FeedOptions } from "./feed.ts";
import { pageFileName, statusPage } from "./page.ts";
import type { StatusView } from "./view.ts";

export interface PageFile {
  /** Inside the folder of the page. */
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
  /** Tells when it was written, and so is never the same again. */
  readonly tellsTime: boolean;
}

const LANGUAGES = ["en", "ko"] as const satisfies Language[];
const HTML = "text/html; charset=utf-8";

export function pageFiles(view: StatusView, feed: FeedOptions): PageFile[] {
  return [
    ...LANGUAGES.map((language) => ({
      ...{ path: pageFileName(language, view), contentType: HTML, tellsTime: true },
      body: statusPage(view, language),
    })),
    {
      ...{ path: "status.json", contentType: "application/json; charset=utf-8", tellsTime: true },
      body: `${JSON.stringify(statusDocument(view))}\n`,
    },
    {
      ...{ path: "feed.xml", contentType: "application/atom+xml; charset=utf-8", tellsTime: false },
      body: atomFeed(view, feed),
    },
    ...view.services.map((service) => ({
      ...{ path: `badge/${service.slug}.svg`, contentType: "image/svg+xml; charset=utf-8", tellsTime: false },
      body: badge(service, view),
    })),
  ];
}
