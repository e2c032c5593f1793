/** One run of an `s3` check: the age of an object, or one written, read back and deleted; and as whom that was seen. */
import type { Facts } from "../../model/fact.ts";
import type { FailureCode } from "../../model/failure.ts";
import type { Observation } from "../../model/outcome.ts";
import { evidenceOf } from "../../net/http/evidence.ts";
import { certificateFactsOf } from "../certificate-facts.ts";
import type { ProbeContext } from "../probe.ts";
import { type Access, describeAccess, describeContrast } from "./access.ts";
import { learnAge } from "./age.ts";
import { Conversation } from "./conversation.ts";
import { identify } from "./identity.ts";
import type { Learned } from "./learned.ts";
import { learnRoundTrip } from "./round-trip.ts";
import type { S3Target } from "./target.ts";

/** STS would say of these credentials what S3 has said. */
const NOT_BELIEVED: ReadonlySet<FailureCode> = new Set(["credentials-expired", "auth-failed", "clock-skewed"]);

/** `target` is an S3Target: the kind's own schema made it. */
export async function runS3(target: unknown, context: ProbeContext): Promise<Observation> {
  const options = target as S3Target;
  const conversation = new Conversation(options, context);
  const learned = await (options.mode === "age" ? learnAge(conversation) : learnRoundTrip(conversation));
  return observe(conversation, { learned, access: await learnAccess(conversation, learned) });
}

async function learnAccess(conversation: Conversation, { failure }: Learned): Promise<Access> {
  const { context, run } = conversation;
  const { answer, credentialsExpireAtEpochMs } = run;
  const isBelieved = answer !== undefined && (failure === undefined || !NOT_BELIEVED.has(failure.code));
  const identity = isBelieved && !context.deadline.signal.aborted ? await identify(conversation) : undefined;
  return {
    ...(identity !== undefined && { identity }),
    ...(credentialsExpireAtEpochMs !== undefined && {
      credentialsExpireInMs: credentialsExpireAtEpochMs - context.clock.epochMs(),
    }),
  };
}

interface Seen {
  readonly learned: Learned;
  readonly access: Access;
}

function observe({ run }: Conversation, { learned, access }: Seen): Observation {
  const { facts, failure } = learned;
  const { address, certificate } = run;
  const notes = notesOn({ learned, access });
  return {
    ...run.stopwatch.read(),
    facts: {
      ...(address !== undefined && { address }),
      ...(certificate !== undefined && certificateFactsOf(certificate)),
      ...facts,
      ...accessFacts(access),
    },
    ...(failure !== undefined && { failure }),
    evidence: { ...evidenceOf(run), ...(notes.length > 0 && { notes }) },
  };
}

function accessFacts(access: Access): Facts {
  const { identity, credentialsExpireInMs } = access;
  return {
    access: describeAccess(access),
    ...(identity !== undefined && "arn" in identity && { identity: identity.arn }),
    ...(credentialsExpireInMs !== undefined && { credentialsExpireInMs }),
  };
}

function notesOn({ learned: { facts, notes = [] }, access }: Seen): string[] {
  const { ageMs } = facts;
  return [
    ...notes,
    ...(typeof ageMs === "number" ? [describeContrast(ageMs, describeAccess(access))] : []),
    ...(access.identity !== undefined && "unknown" in access.identity
      ? [`who signs is not known: ${access.identity.unknown}`]
      : []),
  ];
}
