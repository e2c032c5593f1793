/** Stack frames, reduced to class and method. */

const JDK = /^(?:java|javax|jdk|sun|com\.sun)\./;
const FRAME_MAX_CHARACTERS = 300;

/** `java.base@17/java.lang.Thread.run(Thread.java:840)` -> `java.lang.Thread.run` */
export function frameOf(written: string): string {
  const place = written.slice(0, FRAME_MAX_CHARACTERS).split("(", 1)[0] ?? "";
  // The name of a lambda's class holds a slash too, and a number that differs in every run.
  const plain = place.replace(/\$\$Lambda[^.]*/, "$$$$Lambda");
  return plain.slice(plain.lastIndexOf("/") + 1);
}

/** Where the thread is in the application's own code; in the JDK's where it is nowhere else. */
export function leadingFrame(frames: readonly string[]): string {
  return frames.find((frame) => !JDK.test(frame)) ?? frames[0] ?? "no frame";
}
