/** `{"threads":[…]}` of Spring Boot Actuator: java.lang.management.ThreadInfo as Jackson writes it. */
import { isRecord } from "../shapes.ts";
import { frameOf } from "./frame.ts";
import { FRAMES_MAX, isThreadState, type JavaThread, NAME_MAX_CHARACTERS } from "./thread.ts";

export function readJsonDump(document: unknown): JavaThread[] {
  const threads = isRecord(document) ? document.threads : undefined;
  return Array.isArray(threads) ? threads.flatMap((thread) => readThread(thread) ?? []) : [];
}

function readThread(thread: unknown): JavaThread | undefined {
  if (!isRecord(thread)) return undefined;
  const { threadName: name, threadId, threadState: state, lockOwnerId } = thread;
  if (typeof name !== "string" || typeof threadId !== "number" || !isThreadState(state)) return undefined;
  return {
    name: name.slice(0, NAME_MAX_CHARACTERS),
    id: String(threadId),
    state,
    frames: readFrames(thread.stackTrace),
    ...(typeof lockOwnerId === "number" && lockOwnerId > 0 && { ownerId: String(lockOwnerId) }),
  };
}

function readFrames(stack: unknown): string[] {
  if (!Array.isArray(stack)) return [];
  return stack.slice(0, FRAMES_MAX).flatMap((frame: unknown) => {
    if (!isRecord(frame) || typeof frame.className !== "string" || typeof frame.methodName !== "string") return [];
    return [frameOf(`${frame.className}.${frame.methodName}`)];
  });
}
