/** Threads of a JVM as its dump lists them (java.lang.management.ThreadInfo, as Jackson writes it). */

export interface DumpedThread {
  readonly threadName: string;
  readonly threadId: number;
  readonly threadState: "RUNNABLE" | "WAITING" | "TIMED_WAITING";
  readonly lockOwnerId: number;
  readonly stackTrace: readonly { readonly className: string; readonly methodName: string }[];
}

const PARKED = ["jdk.internal.misc.Unsafe.park", "java.util.concurrent.locks.LockSupport.park"] as const;
const IDLE_WORKER = [
  ...PARKED,
  "java.util.concurrent.LinkedBlockingQueue.take",
  "java.util.concurrent.ThreadPoolExecutor.getTask",
  "java.util.concurrent.ThreadPoolExecutor.runWorker",
  "java.lang.Thread.run",
] as const;
const QUARTZ_WORKER = ["java.lang.Object.wait", "org.quartz.simpl.SimpleThreadPool$WorkerThread.run"] as const;
const LEAKED = [
  ...PARKED,
  "java.util.concurrent.SynchronousQueue.take",
  "com.acme.sms.SmsStatusJob.awaitReceipts",
  "java.util.concurrent.ThreadPoolExecutor.runWorker",
  "java.util.concurrent.ThreadPoolExecutor$Worker.run",
  "java.lang.Thread.run",
] as const;

/** What a service of this kind has when all is well. */
export const healthyThreads: readonly DumpedThread[] = [
  ...numbered(10, "http-nio-8081-exec-", IDLE_WORKER),
  ...numbered(10, "DefaultQuartzScheduler_Worker-", QUARTZ_WORKER),
  ...["DefaultQuartzScheduler_QuartzSchedulerThread", "HikariPool-1 housekeeper", "scheduling-1"].map((name) => ({
    name,
    frames: IDLE_WORKER,
  })),
  ...["main", "Reference Handler", "Finalizer", "Signal Dispatcher"].map((name) => ({ name, frames: PARKED })),
].map(({ name, frames }, at) => dumped({ name, frames, id: at + 1 }));

/** The executor's first and only thread, waiting for receipts that never come. */
export function leakedThread(at: number): DumpedThread {
  return dumped({ name: `pool-${at + 1}-thread-1`, frames: LEAKED, id: healthyThreads.length + at + 1 });
}

function numbered(count: number, name: string, frames: readonly string[]) {
  return Array.from({ length: count }, (_, at) => ({ name: `${name}${at + 1}`, frames }));
}

function dumped({ name, frames, id }: { name: string; frames: readonly string[]; id: number }): DumpedThread {
  const stackTrace = frames.map((frame) => ({
    className: frame.slice(0, frame.lastIndexOf(".")),
    methodName: frame.slice(frame.lastIndexOf(".") + 1),
  }));
  return { threadName: name, threadId: id, threadState: "WAITING", lockOwnerId: -1, stackTrace };
}
