/** Lines of evidence in English: short, with numbers and units, without a full stop. */
import type { Resource } from "../model/evidence-line.ts";
import type { EvidenceCatalogue } from "./causes-contract.ts";
import { english, formatFigures, formatHourOfDay, formatPercent, formatTimes } from "./quantities.ts";

const { measured, span, range } = english;
const RESOURCES: Readonly<Record<Resource, string>> = {
  connections: "database connections",
  workers: "request threads",
  files: "files",
  heap: "bytes of heap, after collection,",
};
const TIMES = { gc: "garbage collection takes", cpu: "the processor is busy" } as const;

export const englishEvidence: EvidenceCatalogue = {
  // runs of the check itself
  "failure-message": ({ message }) => message,
  "runs-alike": ({ code, runs }) =>
    code === "expectation-unmet"
      ? `${runs} runs in a row were answered otherwise than expected`
      : `${runs} runs in a row ended so (${code})`,
  "retried-alike": () => "a second try at once, on a new connection, ended alike",
  "tried-again-alike": () => "tried again just now: the same",
  "tried-again-good": ({ ms }) => `tried again just now: it answered in ${measured(ms)}`,
  "failed-once": ({ code }) => `it happened only once (${code})`,
  "phase-took": ({ phase, ms }) => `${phase} took ${measured(ms)}`,
  "phase-usual": ({ phase, ms, usualMs }) => `${phase} took ${measured(ms)}, usually ${measured(usualMs)}`,
  "no-reply": ({ phase, connectMs, waitedMs }) =>
    `accepts TCP in ${measured(connectMs)}, no ${replyTo(phase)} for ${measured(waitedMs)}`,
  "earlier-stalls": ({ stalls }) => `${count(stalls, "earlier run")} connected and got no answer`,
  "refused-between": ({ runs }) => `${count(runs, "run")} in between ${runs === 1 ? "was" : "were"} refused or reset`,
  "paused-runs": ({ runs }) => `${count(runs, "run")} made no connection, so that we do not fill its queue`,
  "long-gap": ({ ms, beforeMs, afterMs }) =>
    `once no reply for ${measured(ms)}, before and after it within ${measured(Math.max(beforeMs, afterMs))}`,
  "changes-within": ({ changes, withinMs }) => `${changes} changes between good and bad in ${span(withinMs)}`,
  "address-of-failures": ({ address, runs }) => `all ${runs} bad runs went to ${address}, no good one did`,
  "minute-marks": ({ onsets, atMarks }) => `${atMarks} of ${onsets} times it began within 2 min of :00 or :30`,
  "last-good": ({ atEpochMs }, time) => `the last good run was at ${time(atEpochMs)}`,

  // what the server answered
  "answered-status": ({ status, ms }) => `answered ${status}${ms === undefined ? "" : ` after ${measured(ms)}`}`,
  unmet: ({ expected, actual }) => `expected ${expected}, got ${actual}`,
  said: ({ text }) => `it says: ${text}`,
  component: ({ text }) => `its health says: ${text}`,
  gateway: ({ name }) => `the answer names the gateway: ${name}`,
  hop: ({ hop }) => hop,
  size: ({ bytes, before }) => `${formatFigures(bytes)} bytes${before === undefined ? "" : `, before ${formatFigures(before)}`}`,
  certificate: ({ subject, issuer, validTo, daysLeft }) =>
    `certificate of ${subject} by ${issuer}, valid to ${validTo} (${formatFigures(Math.floor(daysLeft))} days left)`,
  "certificate-names": ({ names }) => `it is for ${names}`,
  "certificate-changed": ({ now, before }) => `it is another than that of the last good run: ${now}, before ${before}`,
  records: ({ now, before }) => `records now: ${now}; before: ${before}`,
  handles: ({ handles, usual }) =>
    `${formatFigures(handles)} open handles${usual === undefined ? "" : `, usually ${formatFigures(usual)}`}`,

  // other checks
  "failing-on-host": ({ failing, all, host }) => `${failing} of ${all} checks of ${host} fail`,
  "failing-at-location": ({ failing, all, location }) =>
    `${failing} of ${all} checks from ${location} do not reach their targets`,
  "failing-elsewhere": ({ failing, all }) => `${failing} of ${all} checks of other hosts fail`,
  "connecting-on-host": ({ checks }) =>
    `${count(checks, "other check")} of this host ${checks === 1 ? "gets" : "get"} a connection`,
  "other-location": ({ failing, all, location }) => `from ${location} ${failing} of ${all} fail`,
  "fine-at-location": ({ location }) => `from ${location} it is fine`,
  "fails-from": ({ failing, fine }) => `it fails from ${failing}, and is fine from ${fine}`,
  "names-resolve": ({ resolving, failing }) => `from here ${resolving} other names resolve, ${failing} with this one do not`,
  "same-host-fine": ({ check }) => `${check}, on the same host, is fine`,
  "same-host-down": ({ check }) => `${check}, on the same host, is not well either`,
  "dependency-since": ({ check, sinceEpochMs, earlierMs }, time) =>
    `${check} is down since ${time(sinceEpochMs)}${earlierMs > 0 ? `, ${span(earlierMs)} earlier` : ""}`,
  "dependency-later": ({ check, laterMs }) => `${check} began to fail ${span(laterMs)} later`,
  "restored-together": ({ check, apartMs }) => `${check} failed no later, and came back within ${span(apartMs)} of it`,
  "address-changed": ({ now, before }) => `bad runs go to ${now}, good runs went to ${before}`,
  "address-same": ({ address, runs }) => `${count(runs, "good run")} went to the same address ${address}`,
  "addresses-rotate": ({ addresses }) => `its good runs went to ${addresses} addresses by turns`,
  "address-family": ({ failing, fine }) => `${failing || "no address"} fails, ${fine || "no address"} is fine`,

  // our own side
  heartbeat: ({ ageMs, everyMs }) => `our last pass ended ${span(ageMs)} ago; one is due every ${span(everyMs)}`,
  "time-left": ({ remainingMs, timeoutMs }) => `the run had ${measured(remainingMs)} left, its timeout is ${measured(timeoutMs)}`,
  "loop-lag": ({ lagMs }) => `our own event loop stood still for ${measured(lagMs)}`,
  clock: ({ hosts, skewMs }) =>
    `${count(hosts, "host")} ${hosts === 1 ? "differs" : "differ"} from our clock, by ${span(Math.abs(skewMs))} here`,
  "clock-agrees": ({ hosts }) => `${count(hosts, "other host")} ${hosts === 1 ? "agrees" : "agree"} with our clock`,

  // AWS
  "object-age": ({ ageMs }) => `the object it writes is ${span(ageMs)} old`,
  "object-rewritten": ({ apartMs }) => `the object was written again, ${span(apartMs)} after the write before`,
  "s3-works": ({ credentialsExpireInMs }) =>
    `S3 works from here with fresh credentials${credentialsExpireInMs === undefined ? "" : `, valid for ${span(credentialsExpireInMs)}`}`,
  "expired-token-logged": ({ count: lines, group }) => `${formatFigures(lines)} lines with ExpiredToken in ${group}`,
  "expired-token-said": ({ text }) => `it says: ${text}`,
  lifetime: ({ ranMs, lifetimeMs, startedAtEpochMs }, time) =>
    `it worked for ${span(ranMs)} from its start at ${time(startedAtEpochMs)}: tokens live ${span(lifetimeMs)}`,
  "no-lifetime": ({ ranMs }) =>
    ranMs < 0
      ? `the process started ${span(-ranMs)} after the last write`
      : `it worked for ${span(ranMs)} from its start, which is no usual lifetime of tokens`,
  identity: ({ identity }) => `AWS knows us as ${identity}`,

  // numbers of the application
  rising: ({ series, slopePerHour, level }) =>
    `${series} rises by ${formatFigures(slopePerHour)} an hour, now ${formatFigures(level)}`,
  "no-trend": ({ series, p, pBelow }) =>
    `${series} does not rise beyond chance (p = ${formatFigures(p)}, needed below ${pBelow})`,
  "rise-too-small": ({ series, rise, riseNeeded }) =>
    `${series} rises by ${formatFigures(rise)} only; ${formatFigures(riseNeeded)} would be telling`,
  "no-longer-rising": ({ series, slopePerHour, slopeNeededPerHour }) =>
    `${series} levels off: lately ${formatFigures(slopePerHour)} an hour; ${formatFigures(slopeNeededPerHour)} would be telling`,
  "usual-at-this-hour": ({ series, level, earlierMaximum, days }) =>
    `${series} is ${formatFigures(level)}; at this hour it was ${formatFigures(earlierMaximum)} in the last ${count(days, "day")}`,
  "too-few-points": ({ series, points, pointsNeeded }) => `too few readings of ${series}: ${points} of ${pointsNeeded}`,
  "until-limit": ({ limit, soonestMs, latestMs }) =>
    `limit of ${formatFigures(limit)} in ${range(soonestMs, latestMs)} at this rate`,
  "above-limit": ({ limit }) => `it is above its limit of ${formatFigures(limit)}`,
  "threads-started": ({ perHour }) => `${formatFigures(perHour)} threads are started an hour`,
  "thread-group": ({ count: many, threads, name, startedBy, added }) =>
    [
      `${formatFigures(many)} of ${formatFigures(threads)} are \`${name}\``,
      ...(startedBy === undefined ? [] : [`started by \`${startedBy}\``]),
      ...(added === undefined || added <= 0 ? [] : [`${formatFigures(added)} more than in the dump before`]),
    ].join(", "),
  "threads-blocked": ({ blocked, threads }) => `${formatFigures(blocked)} of ${formatFigures(threads)} threads are blocked`,
  "lock-owner": ({ owner, frame, waiters }) => `${formatFigures(waiters)} wait for ${owner}, which is in ${frame}`,
  deadlocked: ({ threads, names }) =>
    `${formatFigures(threads)} threads are deadlocked${names === undefined ? "" : `: ${names}`}`,
  "in-use": ({ what, used, of }) => `${formatFigures(used)} of ${formatFigures(of)} ${RESOURCES[what]} are in use`,
  waiting: ({ what, count: many }) => `${formatFigures(many)} wait for ${RESOURCES[what]}`,
  "waited-in-vain": ({ what, count: many }) => `${formatFigures(many)} waited in vain for ${RESOURCES[what]}`,
  "share-of-time": ({ what, share }) => `${TIMES[what]} ${formatPercent(share)} of the time`,
  "event-loop-lag": ({ lagMs }) => `its event loop is late by ${measured(lagMs)} (99th percentile)`,
  "busy-in": ({ frame }) => `most of them are in ${frame}`,

  // when
  started: ({ startedAtEpochMs, beforeFailureMs }, time) =>
    `the process started at ${time(startedAtEpochMs)}, ${span(Math.abs(beforeFailureMs))} ${beforeFailureMs < 0 ? "after" : "before"} it began to fail`,
  "slow-hour": ({ hour, daysHit, daysLooked, timesUsual }) =>
    `the ${formatHourOfDay(hour)} hour was slow on ${daysHit} of ${daysLooked} days, ${formatTimes(timesUsual)} times that day's level`,
  "slow-hour-other": ({ hour, hourNow }) => `the slow hour is ${formatHourOfDay(hour)}, this was at ${formatHourOfDay(hourNow)}`,
  "no-slow-hour": ({ days }) => `no hour stood out in ${days} days`,
  "days-slower": ({ days, fromMs, toMs }) => `from ${measured(fromMs)} to ${measured(toMs)} within ${days} days`,

  // ruled out
  "dns-fine": ({ ms, sameAddress }) => `DNS (answered in ${measured(ms)}${sameAddress ? ", same address as before" : ""})`,
  "network-fine": ({ ms }) => `network (TCP in ${measured(ms)})`,
  "certificate-fine": ({ daysLeft }) => `certificate (${formatFigures(Math.floor(daysLeft))} days left)`,
  "prober-fine": ({ checks }) => `our own prober (${count(checks, "other check")} on it ${checks === 1 ? "passes" : "pass"})`,
  "location-fine": ({ location }) => `our own location (${location} sees the same)`,
  "dependencies-fine": ({ checks }) => `what it rests on (${count(checks, "check")}, all fine)`,
  "s3-fine": () => "S3 itself (it answered us)",

  // for `bongsu explain`
  outweighed: ({ by }) => `it fits too, but ${by} goes before it`,
};

/** What did not come, as people say it. */
function replyTo(phase: string): string {
  return phase === "server" || phase === "script" ? "answer" : `${phase} reply`;
}

function count(number: number, noun: string): string {
  return `${formatFigures(number)} ${noun}${number === 1 ? "" : "s"}`;
}
