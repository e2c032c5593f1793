/** A configuration -> the pages for customers: which checks each shows, and under which public name. */
import type { Check, Config, StatusPage } from "../model/check.ts";
import { slugOf } from "./slug.ts";

/** A check as customers know it. */
export interface Service {
  readonly slug: string;
  readonly title: string;
  /** Ours: nothing of it is ever published. */
  readonly check: Check;
}

export interface PlannedPage extends StatusPage {
  readonly timezone: string;
  /** In file order. */
  readonly services: readonly Service[];
}

export function planPages({ checks, statusPages = [], timezone }: Config): PlannedPage[] {
  return statusPages.map((page) => ({ ...page, timezone, services: checks.flatMap((check) => serviceOf(check, page)) }));
}

function serviceOf(check: Check, { group }: StatusPage): Service[] {
  const { publicTitle } = check;
  return publicTitle === undefined || check.group !== group ? [] : [{ slug: slugOf(publicTitle), title: publicTitle, check }];
}
