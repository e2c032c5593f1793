/** Credentials for AWS that somebody else holds: frozen, expired, or no longer allowed. */
import type { EvidenceLine } from "../model/diagnosis.ts";
import { matchCredentialLifetime } from "../trends/credential-lifetime.ts";
import type { CaseFile } from "./case-file.ts";
import { s3WorksLine, staleObject } from "./object-age.ts";
import { startsOfGroup } from "./restart.ts";
import { type Examination, fits, known, line, type Rule, refutedBy } from "./rule.ts";
import { badRunsOf, badRunsWith, failureMessage, lastGood, repetition, textFact } from "./runs.ts";

const EXPIRED_TOKEN = /\bExpiredToken/;
const TEXT_MAX_CHARACTERS = 160;

export const awsCredentialRules: readonly Rule[] = [
  {
    ...{ row: 38, cause: "credentials-frozen", layer: "target", atMost: "confirmed" },
    ...{ narrows: ["writer-stopped", "access-refused"], explains: ["server-error"], examine: areCredentialsFrozen },
  },
  { row: 41, cause: "access-denied", layer: "target", atMost: "likely", examine: isAccessDenied },
];

/** AWS itself said ExpiredToken; or writing stopped exactly one token lifetime after the process started. */
function areCredentialsFrozen(file: CaseFile): Examination {
  const stale = staleObject(file);
  const works = s3WorksLine(file);
  const said = expiredTokenLine(file);
  const ageMs = stale?.ageMs;
  const particulars = ageMs === undefined ? {} : { ageMs };
  const age = ageMs === undefined ? undefined : line("object-age", { ageMs });
  if (said !== undefined) {
    const confidence = works === undefined ? "likely" : "confirmed";
    const evidence = [said, ...known(age, works, fingerprint(file))] as const;
    return fits("credentials-frozen", { confidence, with: particulars, evidence });
  }
  if (stale === undefined || works === undefined || age === undefined) return undefined;
  const match = fingerprint(file);
  if (match !== undefined)
    return fits("credentials-frozen", { confidence: "likely", with: particulars, evidence: [match, age, works] });
  const [startedAtEpochMs] = startsOfGroup(file);
  if (startedAtEpochMs === undefined) return undefined;
  return refutedBy("no-lifetime", { ranMs: stale.writtenAtEpochMs - startedAtEpochMs });
}

/** AWS's own word, where it was seen: in our answer, in what the application says, in its log. */
function expiredTokenLine(file: CaseFile): EvidenceLine | undefined {
  const trouble = badRunsOf(file);
  if (trouble !== undefined && badRunsWith(file, "credentials-expired") !== undefined) return failureMessage(trouble);
  const logged = (file.logs ?? []).find(({ pattern, count }) => count > 0 && EXPIRED_TOKEN.test(pattern));
  if (logged !== undefined) return line("expired-token-logged", { count: logged.count, group: logged.group });
  const words = [trouble?.latest.evidence.body, textFact(trouble?.latest, "unwell")];
  const text = words.find((word) => word !== undefined && EXPIRED_TOKEN.test(word));
  return text === undefined ? undefined : line("expired-token-said", { text: text.slice(0, TEXT_MAX_CHARACTERS) });
}

/** The last write, or else the last good run, is when the credentials last worked. */
function fingerprint(file: CaseFile): EvidenceLine | undefined {
  const trouble = badRunsOf(file);
  const onsetEpochMs = staleObject(file)?.writtenAtEpochMs ?? trouble?.sinceEpochMs;
  if (onsetEpochMs === undefined) return undefined;
  for (const startedAtEpochMs of startsOfGroup(file)) {
    const match = matchCredentialLifetime({ startedAtEpochMs, firstFailureAtEpochMs: onsetEpochMs });
    if (match === undefined) continue;
    return line("lifetime", { ranMs: onsetEpochMs - startedAtEpochMs, lifetimeMs: match.lifetimeMs, startedAtEpochMs });
  }
  return undefined;
}

/** AWS knows who asks, and refuses: no expiry. Since a moment, it is a change of policy. */
function isAccessDenied(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "access-denied");
  if (trouble === undefined) return undefined;
  const good = lastGood(trouble);
  const identity = textFact(trouble.latest, "identity");
  const who = identity === undefined ? undefined : line("identity", { identity });
  const since = good === undefined ? undefined : line("last-good", { atEpochMs: good.startedAtEpochMs });
  const evidence = [failureMessage(trouble), ...known(since, who), ...repetition(trouble)] as const;
  return fits("access-denied", { confidence: good === undefined ? "possible" : "likely", with: {}, evidence });
}
