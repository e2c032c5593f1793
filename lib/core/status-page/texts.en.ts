import type { StatusTexts } from "./texts-contract.ts";

export const englishStatus: StatusTexts = {
  language: "English",
  untitled: "Service status",
  overall: {
    operational: "Operational",
    degraded: "Degraded performance",
    partial: "Partial outage",
    major: "Major outage",
    unknown: "No data",
  },
  sentence: (overall, { all, bad }) => {
    const some = `${bad} of ${all} ${all === 1 ? "service" : "services"}`;
    if (overall === "operational") return all === 1 ? "The service works." : `All ${all} services work.`;
    if (overall === "degraded") return `${some} ${bad === 1 ? "answers" : "answer"} slowly.`;
    if (overall === "unknown") return `How ${some} ${bad === 1 ? "is" : "are"} at the moment is not known.`;
    return `${some} ${bad === 1 ? "does" : "do"} not work.`;
  },
  states: { up: "Operational", slow: "Degraded performance", down: "Outage", none: "No data" },
  since: (moment) => `since ${moment}`,
  lastKnown: "last known:",
  stale: (moment) => `No fresh data since ${moment}`,
  staleWhy: "This page should be written anew every minute, and was not. What it shows is old and may be wrong.",
  headings: { open: "Now", services: "Services", past: "Past incidents, last 90 days" },
  phases: { investigating: "Investigating", identified: "Identified", monitoring: "Monitoring", resolved: "Resolved" },
  cannotUse: (services) => `${services}: requests may fail.`,
  answersSlowly: (services) => `${services}: answers come slowly.`,
  began: ({ moment, span }) => `Since ${moment}, ${span} ago`,
  lasted: ({ moment, span }) => `${moment}, for ${span}`,
  nextUpdate: (time) => `Next update at ${time}.`,
  noPast: "None.",
  availability: ({ percent, runs }) => `${percent} of ${runs} checks`,
  coverage: ({ days, shown }) => `${days} of ${shown} days with data`,
  nothingCounted: "No checks counted yet",
  bars: ({ bad, good, none, shown }) =>
    `Last ${shown} days: ${good} without failures, ${bad} with failures, ${none} without data.`,
  daysAgo: (days) => `${days} days ago`,
  today: "today",
  badDays: (count) => (count === 1 ? "One day with failures" : `${count} days with failures`),
  columns: { day: "Day", failed: "Failed checks", of: "Of" },
  legend:
    "Each bar is a day. A low bar: no check failed. A taller one: the more failed, up to a tenth; a broken one: more than a tenth. A dot: no data.",
  updated: (moment) => `Updated ${moment}`,
  countedUntil: (moment) => `counted until ${moment}`,
  withoutScript: "Without JavaScript this page cannot tell how old it is: compare the time of its update with your clock.",
  feed: "Feed",
  data: "Data",
  list: (items) => items.join(", "),
};
