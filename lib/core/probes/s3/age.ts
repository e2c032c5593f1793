/** Mode `age`: when the object was last written. Never HEAD: its refusals have no body, and so no code. */
import type { Facts } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";
import { type Answer, isFailure } from "../../net/http/answer.ts";
import type { Conversation } from "./conversation.ts";
import type { Learned } from "./learned.ts";
import { accessDenied, explainRefusal, isGood, objectMissing, readRefusal } from "./refusal.ts";
import { readElement } from "./xml.ts";

const RANGE_NOT_SATISFIABLE = 416;

export async function learnAge(conversation: Conversation): Promise<Learned> {
  const answer = await getObject(conversation);
  if (isFailure(answer)) return { facts: {}, failure: answer };
  if (isGood(answer)) return readAge(answer, conversation.context.clock.epochMs());
  return { facts: {}, failure: await explain(answer, conversation) };
}

/** One byte is enough; an empty object has none. */
async function getObject(conversation: Conversation): Promise<Answer | Failure> {
  const { key } = conversation.target;
  const answer = await conversation.ask({ method: "GET", key, headers: { range: "bytes=0-0" } });
  const hasNoFirstByte = !isFailure(answer) && answer.status === RANGE_NOT_SATISFIABLE;
  return hasNoFirstByte ? await conversation.ask({ method: "GET", key }) : answer;
}

/** Both times are S3's own, so that our clock does not matter. */
function readAge({ headers }: Answer, nowEpochMs: number): Learned {
  const writtenEpochMs = Date.parse(headers["last-modified"]?.[0] ?? "");
  if (Number.isNaN(writtenEpochMs)) return { facts: {}, failure: NO_TIME };
  const answeredEpochMs = Date.parse(headers.date?.[0] ?? "");
  const ageMs = (Number.isNaN(answeredEpochMs) ? nowEpochMs : answeredEpochMs) - writtenEpochMs;
  return { facts: { ageMs: Math.max(0, ageMs), ...sizeIn(headers) } };
}

const NO_TIME: Failure = {
  phase: "server",
  code: "protocol-error",
  message: "the answer does not say when the object was last written: is it S3 that answers?",
};

function sizeIn(headers: Answer["headers"]): Facts {
  const range = headers["content-range"]?.[0];
  const written = range === undefined ? headers["content-length"]?.[0] : range.split("/").at(-1);
  return written !== undefined && /^\d{1,15}$/.test(written) ? { bytes: Number(written) } : {};
}

/** Who may not list a bucket is told "denied" of an object that does not exist. Whether it exists, a list of that one key says. */
async function explain(answer: Answer, conversation: Conversation): Promise<Failure> {
  const { target, region } = conversation;
  const refusal = explainRefusal(answer, { ...target, region });
  if (refusal.code !== "access-denied" || readRefusal(answer).code === undefined) return refusal;
  const refused = conversation.run;
  const isThere = await isListed(conversation);
  conversation.run = refused;
  if (isThere === undefined)
    return accessDenied(`${refusal.message}; without s3:ListBucket that is also its answer where no object is`);
  return isThere ? accessDenied(`the object is there, but ${refusal.message}`) : objectMissing({ ...target, region });
}

/** Undefined where S3 does not say. The first key with a prefix is the prefix itself, if there is such an object. */
async function isListed(conversation: Conversation): Promise<boolean | undefined> {
  const { key } = conversation.target;
  const query = `list-type=2&max-keys=1&prefix=${encodeURIComponent(key)}`;
  const answer = await conversation.ask({ method: "GET", key: "", query });
  if (isFailure(answer) || !isGood(answer)) return undefined;
  const xml = answer.raw?.toString("utf8") ?? "";
  return xml.includes("<ListBucketResult") ? readElement(xml, "Key") === key : undefined;
}
