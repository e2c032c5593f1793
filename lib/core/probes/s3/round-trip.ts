/** Mode `roundTrip`: writes a small object, reads it back, and deletes it whatever came of it. */
import { randomBytes } from "node:crypto";
import type { Failure } from "../../model/failure.ts";
import { type Answer, isFailure } from "../../net/http/answer.ts";
import { type Deadline, startDeadline } from "../../time/deadline.ts";
import type { Conversation, S3Request } from "./conversation.ts";
import type { Learned } from "./learned.ts";
import { newOwnKey } from "./own-object.ts";
import { explainRefusal, isGood } from "./refusal.ts";

/** Of the time that a run has; the rest is kept for deleting, so that a slow S3 is not filled with what we leave behind. */
const SHARE_FOR_WORK = 0.75;
const BODY_BYTES = 32;
/** Phases in which a request is on its way: whether S3 has done it is then not known. */
const UNDER_WAY = new Set(["server", "transfer"]);

export async function learnRoundTrip(conversation: Conversation): Promise<Learned> {
  const { clock, deadline } = conversation.context;
  const workDeadline = startDeadline(deadline.remainingMs() * SHARE_FOR_WORK, clock, deadline.signal);
  try {
    return await goRound(conversation, workDeadline);
  } finally {
    workDeadline.clear();
  }
}

async function goRound(conversation: Conversation, workDeadline: Deadline): Promise<Learned> {
  const key = newOwnKey(conversation.target.key);
  const body = randomBytes(BODY_BYTES / 2).toString("hex");
  const put = await step(conversation, { method: "PUT", key, body, headers: { "content-type": "text/plain" } }, workDeadline);
  if ("code" in put && !mayExist(put, conversation)) return { facts: {}, failure: put };
  const failure = "code" in put ? put : await readBack(conversation, { key, body }, workDeadline);
  const seen = conversation.run;
  const deleted = await step(conversation, { method: "DELETE", key });
  if (!("code" in deleted)) return { facts: { bytes: BODY_BYTES }, ...(failure !== undefined && { failure }) };
  if (failure === undefined) return { facts: { bytes: BODY_BYTES }, failure: deleted };
  conversation.run = seen;
  return { facts: {}, failure, notes: [`the object ${key} may be left behind: ${deleted.message}`] };
}

/** A PUT that broke off on its way may still have been done; one that was refused was not. */
function mayExist({ phase }: Failure, { run }: Conversation): boolean {
  return run.answer === undefined && UNDER_WAY.has(phase);
}

async function readBack(
  conversation: Conversation,
  { key, body }: { readonly key: string; readonly body: string },
  deadline: Deadline,
): Promise<Failure | undefined> {
  const got = await step(conversation, { method: "GET", key }, deadline);
  if ("code" in got) return got;
  if (got.raw?.toString("latin1") === body) return undefined;
  return { phase: "transfer", code: "protocol-error", message: "GET: S3 gave back other bytes than it was given" };
}

/** S3's good answer, or a failure that says at which step. */
async function step(conversation: Conversation, request: S3Request, deadline?: Deadline): Promise<Answer | Failure> {
  const answer = await conversation.ask(request, deadline);
  const { bucket } = conversation.target;
  if (!isFailure(answer) && isGood(answer)) return answer;
  const failure = isFailure(answer) ? answer : explainRefusal(answer, { bucket, key: request.key, region: conversation.region });
  return { ...failure, message: `${request.method}: ${failure.message}` };
}
