/** What a figure was measured on, in one line: figures without it mean nothing. */
import { cpus, release, totalmem } from "node:os";

/** `2026-11-22, 2 x Intel(R) Xeon(R), 23.5 GB, Linux 6.18, Node 24.21.0` */
export function describeMachine(): string {
  const [first] = cpus();
  const today = new Date().toISOString().slice(0, 10);
  const gigabytes = (totalmem() / 1_073_741_824).toFixed(1);
  const system = `${process.platform} ${release().split("-", 1)[0]} ${process.arch}`;
  return `${today}, ${cpus().length} x ${first?.model.trim() ?? "unknown CPU"}, ${gigabytes} GB, ${system}, Node ${process.versions.node}`;
}
