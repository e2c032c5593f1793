import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasJdk, type LeakingJvm, startLeakingJvm } from "../../../test/kit/jvm/leaking-threads.ts";
import { parseThreadDump } from "./parse-thread-dump.ts";
import { summariseThreadDump } from "./summarise-thread-dump.ts";
import type { JavaThread, ThreadState } from "./thread.ts";

/** As Spring Boot Actuator writes it, recorded from LeakingThreads.java. */
const ACTUATOR_TEXT = `2026-11-22 03:10:00
Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6 mixed mode, sharing):

"pool-812-thread-1" - Thread t@4711
   java.lang.Thread.State: WAITING
	at java.base@17.0.15/jdk.internal.misc.Unsafe.park(Native Method)
	- parking to wait for <1b2c> (a java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject)
	at java.base@17.0.15/java.util.concurrent.ThreadPoolExecutor.getTask(ThreadPoolExecutor.java:1062)

   Locked ownable synchronizers:
	- None

"transfer-left" - Thread t@28
   java.lang.Thread.State: BLOCKED
	at com.acme.sms.Locks.lockBoth(LeakingThreads.java:226)
	- waiting to lock <7c6c9335> (a java.lang.Object) owned by "transfer-right" t@29
	- locked <33ab454d> (a java.lang.Object)
	at com.acme.sms.Locks$$Lambda$263/0x00007fca7415a000.run(Unknown Source)

   Locked ownable synchronizers:
	- Locked <4ae958b0> (a java.util.concurrent.locks.ReentrantLock$NonfairSync)

`;

/** As jstack writes it. */
const JSTACK = `2026-11-22 03:10:00
Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6-Debian-1deb12u1 mixed mode, sharing):

Threads class SMR info:
_java_thread_list=0x00007f8a64002510, length=3, elements={
0x00007f8aec0149f0, 0x00007f8aec174660
}

"writer "one"" #12 daemon prio=5 os_prio=0 cpu=1.2ms elapsed=9s tid=0x00007f8aec0149f0 nid=0x7231 waiting on condition  [0x00007f8af2dfe000]
   java.lang.Thread.State: TIMED_WAITING (sleeping)
	at java.lang.Thread.sleep(java.base@17.0.15/Native Method)
	at com.acme.sms.Locks.sleepHolding(LeakingThreads.java:211)
	- locked <0x00000000f1a2b3c8> (a java.lang.Object)

   Locked ownable synchronizers:
	- <0x00000000f1a2b400> (a java.util.concurrent.locks.ReentrantLock$NonfairSync)

"reader" #13 prio=5 os_prio=0 cpu=0.3ms elapsed=9s tid=0x00007f8aec174660 nid=0x7232 waiting for monitor entry  [0x00007f8af2cfd000]
   java.lang.Thread.State: BLOCKED (on object monitor)
	at com.acme.sms.Locks.readReport(LeakingThreads.java:217)
	- waiting to lock <0x00000000f1a2b3c8> (a java.lang.Object)

"parked" #14 prio=5 os_prio=0 cpu=0.3ms elapsed=9s tid=0x00007f8aec174661 nid=0x7233 waiting on condition  [0x00007f8af2cfd000]
   java.lang.Thread.State: WAITING (parking)
	at jdk.internal.misc.Unsafe.park(java.base@17.0.15/Native Method)
	- parking to wait for  <0x00000000f1a2b400> (a java.util.concurrent.locks.ReentrantLock$NonfairSync)

"waiter" #15 prio=5 os_prio=0 cpu=0.3ms elapsed=9s tid=0x00007f8aec174662 nid=0x7234 in Object.wait()  [0x00007f8af2cfd000]
   java.lang.Thread.State: WAITING (on object monitor)
	at java.lang.Object.wait(java.base@17.0.15/Native Method)
	- waiting on <0x00000000f1a2b500> (a java.lang.Object)
	at com.acme.Queue.take(Queue.java:3)
	- locked <0x00000000f1a2b500> (a java.lang.Object)

"other waiter" #16 prio=5 os_prio=0 cpu=0.3ms elapsed=9s tid=0x00007f8aec174663 nid=0x7235 in Object.wait()  [0x00007f8af2cfd000]
   java.lang.Thread.State: WAITING (on object monitor)
	at java.lang.Object.wait(java.base@17.0.15/Native Method)
	- waiting on <0x00000000f1a2b500> (a java.lang.Object)
	at com.acme.Queue.take(Queue.java:3)
	- locked <0x00000000f1a2b500> (a java.lang.Object)

"VM Thread" os_prio=0 cpu=2.71ms elapsed=9.66s tid=0x00007f8aec0f9d50 nid=0x7226 runnable

JNI global refs: 15, weak refs: 0
`;

describe("a thread dump", () => {
  it("in the text of Actuator is read", () => {
    expect(threadsIn(ACTUATOR_TEXT)).toEqual([
      {
        name: "pool-812-thread-1",
        id: "4711",
        state: "WAITING",
        frames: ["jdk.internal.misc.Unsafe.park", "java.util.concurrent.ThreadPoolExecutor.getTask"],
      },
      {
        name: "transfer-left",
        id: "28",
        state: "BLOCKED",
        frames: ["com.acme.sms.Locks.lockBoth", "com.acme.sms.Locks$$Lambda.run"],
        ownerId: "29",
      },
    ]);
  });

  it("in the text of jstack is read, where who holds a lock has to be found, and threads of the JVM itself do not count", () => {
    expect(threadsIn(JSTACK).map(({ name, state, ownerId }) => [name, state, ownerId])).toEqual([
      ['writer "one"', "TIMED_WAITING", undefined],
      ["reader", "BLOCKED", "12"],
      ["parked", "WAITING", "12"],
      ["waiter", "WAITING", undefined],
      ["other waiter", "WAITING", undefined],
    ]);
  });

  it("in JSON is read, and threads that are none are left out", () => {
    const frame = { className: "com.acme.Job$$Lambda/0x0000", methodName: "run", fileName: null, lineNumber: -1 };
    const good = { threadName: "a", threadId: 7, threadState: "BLOCKED", lockOwnerId: 9, stackTrace: [frame, null, {}] };
    const dump = { threads: [good, { ...good, threadState: "DANCING" }, null, 3, { threadName: "b" }] };
    expect(threadsIn(JSON.stringify(dump))).toEqual([
      { name: "a", id: "7", state: "BLOCKED", ownerId: "9", frames: ["com.acme.Job$$Lambda.run"] },
    ]);
  });

  it.each([
    ["", "no thread"],
    ["<html>", "no thread"],
    ['{"threads":[]}', "no thread"],
    ['{"threads":', "not JSON"],
  ])("that is none says so: %s", (text, words) => {
    expect(parseThreadDump(text)).toEqual({ unreadable: expect.stringContaining(words) });
  });

  it("never makes the reader throw", () => {
    const line = fc.constantFrom(...ACTUATOR_TEXT.split("\n"), ...JSTACK.split("\n"));
    const text = fc.oneof(
      fc.array(fc.oneof(line, fc.string()), { maxLength: 60 }).map((lines) => lines.join("\n")),
      fc.json(),
    );
    fc.assert(
      fc.property(text, (dump) => {
        const parsed = parseThreadDump(dump);
        if ("threads" in parsed) summariseThreadDump(parsed.threads);
      }),
    );
  });
});

describe("the summary of a dump", () => {
  it("names the pile, its place in the code, what it means, and its growth", () => {
    const before = summariseThreadDump([...pools(500), ...many(88, "main-#")]);
    const after = summariseThreadDump([...pools(812), ...many(88, "main-#")], before);
    expect(after.sentences).toEqual([
      "900 threads, 312 more than in the dump before.",
      "812 of them (90 %, 312 more) are pool-#-thread-1 of 812 pools, WAITING in com.acme.sms.SmsStatusJob.awaitReply: " +
        "executors are made again and again and never shut down.",
    ]);
    expect(after.frames).toEqual(["jdk.internal.misc.Unsafe.park", "com.acme.sms.SmsStatusJob.awaitReply"]);
    expect(JSON.stringify(after).length).toBeLessThan(1_000);
  });

  it("claims of a group that the earlier summary had no room for only what must be new", () => {
    const others = ["a", "b", "c", "d", "e"].flatMap((name) => many(30, name));
    const before = summariseThreadDump([...others, ...pools(20)]);
    const after = summariseThreadDump([...others, ...pools(200)], before);
    expect(after.groups[0]).toMatchObject({ name: "pool-#-thread-1", count: 200, added: 170 });
    const fromNothing = summariseThreadDump(pools(200), summariseThreadDump(many(3, "a")));
    expect(fromNothing.groups[0]).toMatchObject({ added: 200 });
  });

  it("keeps numbers in names that a group shares, and takes out ids", () => {
    const names = ["http-nio-8080-exec-1", "http-nio-8080-exec-2", "job-9f8e7d6c5b4a-x", "job-0123456789ab-x"];
    const uuid = ["run 123e4567-e89b-12d3-a456-426614174000", "run 123e4567-e89b-12d3-a456-426614174001"];
    const { groups } = summariseThreadDump([...names, ...uuid].map((name) => thread(name)));
    expect(groups.map(({ name, count }) => [name, count])).toEqual([
      ["http-nio-8080-exec-#", 2],
      ["job-*-x", 2],
      ["run *", 2],
    ]);
  });

  it.each([
    ["Thread-#", 30, /new Thread is called/],
    ["Timer-#", 30, /new Timer is called/],
    ["kafka-producer-network-thread | producer-#", 30, /clients are made/],
    ["HikariPool-# housekeeper", 3, /data sources are made/],
    ["DefaultQuartzScheduler_QuartzSchedulerThread", 2, /Quartz schedulers are made/],
    ["DefaultQuartzScheduler_Worker-1", 3, /the same name: Quartz/],
  ])("knows what many of %s mean", (name, count, words) => {
    expect(summariseThreadDump(many(count, name)).sentences.join(" ")).toMatch(words);
  });

  it.each([
    ["Thread-#", 3],
    ["DefaultQuartzScheduler_Worker-#", 10],
    ["pool-1-thread-#", 200],
  ])("reads nothing into a usual number of %s", (name, count) => {
    expect(summariseThreadDump(many(count, name)).sentences.join(" ")).not.toContain("again and again");
  });

  it("names who holds what others wait for, at the end of the chain", () => {
    const threads = [
      thread("writer", { id: "w", frames: ["java.lang.Thread.sleep", "com.acme.Report.write"] }),
      thread("first", { id: "f", state: "BLOCKED", ownerId: "w" }),
      ...Array.from({ length: 4 }, (_, index) => thread(`next-${index}`, { state: "BLOCKED", ownerId: "f" })),
    ];
    const { convoys, deadlock, sentences } = summariseThreadDump(threads);
    expect(convoys).toEqual([{ owner: "writer", frame: "com.acme.Report.write", waiters: 5 }]);
    expect(deadlock).toEqual([]);
    expect(sentences).toContain("5 threads wait for a lock that writer holds, in com.acme.Report.write.");
  });

  it("finds a deadlock, also behind one who waits for it", () => {
    const threads = [
      thread("outside", { id: "0", ownerId: "1" }),
      thread("a", { id: "1", ownerId: "2" }),
      thread("b", { id: "2", ownerId: "3" }),
      thread("c", { id: "3", ownerId: "1" }),
    ];
    expect(summariseThreadDump(threads)).toMatchObject({ deadlock: ["a", "b", "c"], convoys: [] });
    expect(summariseThreadDump(threads).sentences[0]).toBe("Deadlock: a, b, c wait for one another.");
  });

  it("says when every thread that serves requests is busy, and where", () => {
    const busy = many(10, "http-nio-8080-exec-#", ["java.net.SocketInputStream.read", "com.acme.Partner.ask"]);
    const idle = thread("http-nio-8080-exec-99", { frames: ["java.util.concurrent.ThreadPoolExecutor.getTask"] });
    expect(summariseThreadDump(busy).sentences).toContain(
      "All 10 threads that serve requests are busy, most of them in com.acme.Partner.ask: new requests have to wait.",
    );
    expect(summariseThreadDump(busy).sentences.join(" ")).toContain("10 threads wait for an answer from the network");
    expect(summariseThreadDump([...busy, idle])).toMatchObject({ servlet: { busy: 10, all: 11 } });
    expect(summariseThreadDump([...busy, idle]).sentences.join(" ")).not.toContain("busy");
  });
});

describe.skipIf(!hasJdk)("a dump of a real JVM (needs a JDK)", () => {
  let jvm: LeakingJvm;
  beforeAll(async () => {
    jvm = await startLeakingJvm({ leakedThreads: 40 });
  });
  afterAll(async () => await jvm[Symbol.asyncDispose]());

  const dumps: readonly (readonly [string, () => Promise<string>])[] = [
    ["JSON of Actuator", () => dump("application/json")],
    ["text of Actuator", () => dump("text/plain;q=1")],
    ["text of jstack", () => jvm.jstack()],
  ];

  it.each(dumps)("as %s shows the leak, the convoy and the deadlock", async (_, take) => {
    const { groups, convoys, deadlock } = summariseThreadDump(threadsIn(await take()));
    expect(groups[0]).toMatchObject({
      name: "pool-#-thread-1",
      count: 40,
      pools: 40,
      frame: "com.acme.sms.SmsStatusJob.awaitReply",
    });
    expect(convoys[0]).toMatchObject({ owner: "report-writer", waiters: 3, frame: "com.acme.sms.Locks.sleep" });
    expect(deadlock.toSorted()).toEqual(["transfer-left", "transfer-right"]);
  });

  it("taken twice shows the growth", async () => {
    const before = summariseThreadDump(threadsIn(await dump("application/json")));
    for (let run = 0; run < 5; run++) await fetch(`${jvm.origin}/job`);
    const after = summariseThreadDump(threadsIn(await dump("application/json")), before);
    expect(after.groups[0]).toMatchObject({ name: "pool-#-thread-1", added: 5 });
  });

  async function dump(accept: string): Promise<string> {
    return await (await fetch(`${jvm.origin}/actuator/threaddump`, { headers: { accept } })).text();
  }
});

function threadsIn(text: string): readonly JavaThread[] {
  const parsed = parseThreadDump(text);
  if ("unreadable" in parsed) throw new Error(parsed.unreadable);
  return parsed.threads;
}

let nextId = 1_000;

function thread(name: string, part: Partial<JavaThread> = {}): JavaThread {
  return { name, id: String(nextId++), state: "WAITING" satisfies ThreadState, frames: [], ...part };
}

function many(count: number, name: string, frames: readonly string[] = []): JavaThread[] {
  return Array.from({ length: count }, (_, index) => thread(name.replace("#", String(index)), { frames }));
}

function pools(count: number): JavaThread[] {
  return many(count, "pool-#-thread-1", ["jdk.internal.misc.Unsafe.park", "com.acme.sms.SmsStatusJob.awaitReply"]);
}
