import type { WidgetTexts } from "./texts-contract.ts";

export const englishWidget: WidgetTexts = {
  help: [
    "## Bongsu",
    "Draws heartbeat rows and slow hours from CloudWatch metrics, and tells of open incidents. It reads and changes nothing.",
    "",
    "`view: overview` draws one row a check over the time that the dashboard shows.",
    "",
    "`view: incidents` lists the incidents that are open, and those that were over in the last day.",
    "",
    "`view: check` with `check: acme-prod/checkout` draws one check: the six answers of its open incident, other checks of its host, the last day, the last weeks and the hours of the day.",
  ].join("\n"),
  columns: { state: "State", check: "Check", history: "History", usual: "Usual" },
  slices: ({ from, to, slice }) => `${from} to ${to}. Each mark is ${slice} and shows the worst run in it.`,
  press: "Press a name for what is wrong with it, its last day, its last weeks and its slow hours.",
  hidden: (count) =>
    count === 1
      ? "One more row is not drawn; those above are the worst of what was read."
      : `${count} more rows are not drawn; those above are the worst of what was read.`,
  partly: (count) => `${count} in trouble at some places only`,
  unread: (count, reason) => `The history of ${count === 1 ? "one check" : `${count} checks`} could not be read: ${reason}.`,
  noChecks: "No check of this deployment is probed.",
  last: (span) => `Last ${span}`,
  availability: (percent, runs) => `${percent} of ${runs} runs were up or slow`,
  noRuns: "no runs",
  usual: (time) => `usually ${time}`,
  incident: (id) => `Open incident ${id}`,
  incidentsUnread: (reason) => `Open incidents could not be read: ${reason}.`,
  incidents: {
    open: (count) => {
      if (count === 0) return "No incident is open.";
      return count === 1 ? "One incident is open." : `${count} incidents are open.`;
    },
    kept: (span) => `Those that are over stay here for ${span}.`,
    hidden: (count) => (count === 1 ? "One more is not listed." : `${count} more are not listed.`),
    nobodyTold: "Nobody is told of anything in this deployment, so that no incidents are kept: checks name contacts with notify.",
    states: { open: "OPEN", acknowledged: "ACKNOWLEDGED", over: "OVER" },
    columns: { state: "State", what: "What and why", since: "Since", length: "Length" },
  },
  sameHost: "On the same host:",
  moreOnHost: (count) => (count === 1 ? "and one more." : `and ${count} more.`),
  hours: "Hours of the day, last 7 days",
  hoursUnread: (reason) => `The hours of the day could not be read: ${reason}.`,
  refused: {
    view: "This widget needs the parameter view: overview, incidents, or check.",
    "no-check": "Choose a check at the top of the dashboard.",
  },
  unknownCheck: (id) => `This deployment has no check ${id}.`,
  failed: (reason) => `The picture could not be drawn: ${reason}.`,
  fault: "The picture could not be drawn by a fault of our own; the function's log has it.",
  elsewhere: "The alarms and graphs of this dashboard tell the same without it, and need no function.",
};
