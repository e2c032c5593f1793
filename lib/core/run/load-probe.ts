import type { Probe, RunProbe } from "../probes/probe.ts";

const loaded = new Map<Probe, RunProbe>();

/** Loads a kind on its first run. `import()` of what is there already still costs a tenth of a TCP run, so it is asked only once. */
export async function loadProbe(probe: Probe): Promise<RunProbe> {
  const known = loaded.get(probe);
  if (known !== undefined) return known;
  const run = await probe.load();
  loaded.set(probe, run);
  return run;
}
