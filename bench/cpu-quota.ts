/** A Linux control group that gives processes no more than a share of a CPU, as Lambda does. */
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Lambda's, in microseconds: a process that has used up its share stands still for the rest of it. */
const PERIOD_US = 20_000;
const V1_ROOT = "/sys/fs/cgroup/cpu";
const V2_ROOT = "/sys/fs/cgroup";

export interface CpuQuota extends Disposable {
  hold(pid: number): void;
}

/** None where control groups cannot be made: it takes Linux and, mostly, root. */
export function createCpuQuota(share: number): CpuQuota | undefined {
  const isV1 = existsSync(join(V1_ROOT, "cpu.cfs_quota_us"));
  const folder = join(isV1 ? V1_ROOT : V2_ROOT, `bongsu-bench-${process.pid}`);
  const quotaUs = Math.round(PERIOD_US * share);
  try {
    mkdirSync(folder);
    if (isV1) {
      writeFileSync(join(folder, "cpu.cfs_period_us"), String(PERIOD_US));
      writeFileSync(join(folder, "cpu.cfs_quota_us"), String(quotaUs));
    } else writeFileSync(join(folder, "cpu.max"), `${quotaUs} ${PERIOD_US}`);
  } catch {
    remove(folder);
    return undefined;
  }
  return { hold: (pid) => writeFileSync(join(folder, "cgroup.procs"), String(pid)), [Symbol.dispose]: () => remove(folder) };
}

/** The kernel refuses while a process is in it. */
function remove(folder: string): void {
  if (existsSync(folder)) rmdirSync(folder);
}
