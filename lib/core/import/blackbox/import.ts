/**
 * Modules of blackbox_exporter -> checks. A module says how to ask; whom to ask stands in the Prometheus configuration. Without
 * that, each module becomes one check of a host that does not exist, so that its expectations are not lost.
 */
import type { ForeignFile, ForeignItem, Loss } from "../foreign.ts";
import { convertModule } from "./convert.ts";
import { type BlackboxModule, readBlackboxFile, readProbeJobs, type ScrapeJob } from "./schema.ts";

/** Reserved by RFC 2606: no such host can be. */
const NO_TARGET = "target.invalid";

export function readBlackbox(value: unknown, prometheus: unknown): ForeignFile | { readonly unreadable: string } {
  const found = readBlackboxFile(value);
  if (found === undefined) return { unreadable: "This is no configuration of blackbox_exporter: it has no modules." };
  const jobs = prometheus === undefined ? [] : readProbeJobs(prometheus);
  if (jobs === undefined) return { unreadable: "The Prometheus configuration has no scrape_configs." };
  const targeted = jobs.flatMap((job) => itemsOf(job, found.modules));
  const used = new Set(jobs.flatMap(({ params }) => params?.module ?? []));
  const alone = [...found.modules].filter(([name]) => !used.has(name)).map(([name, module]) => untargeted(name, module));
  const unsound = found.unsound.map(({ name, field }) => ({
    ...{ subject: name, what: `its field ${field || "prober"} is not as blackbox_exporter reads it` },
    todo: "Write this check by hand.",
  }));
  return {
    tool: "blackbox_exporter",
    items: [...targeted, ...alone],
    contacts: [],
    losses: [...unsound, ...jobs.flatMap((job) => lossesOf(job, found.modules))],
  };
}

function itemsOf(job: ScrapeJob, modules: ReadonlyMap<string, BlackboxModule>): ForeignItem[] {
  const module = modules.get(job.params?.module?.[0] ?? "");
  if (module === undefined) return [];
  const targets = (job.static_configs ?? []).flatMap((one) => one.targets);
  return targets.map((target) => ({
    name: withoutScheme(target),
    groups: [job.job_name],
    comments: [],
    isPaused: false,
    convert: (context) => convertModule(module, { ...context, target, interval: job.scrape_interval ?? undefined }),
  }));
}

function untargeted(name: string, module: BlackboxModule): ForeignItem {
  return {
    ...{ name, groups: [], comments: [], isPaused: false },
    convert: (context) => {
      const converted = convertModule(module, { ...context, target: NO_TARGET });
      return "impossible" in converted ? converted : { ...converted, losses: [TARGET_MISSING, ...converted.losses] };
    },
  };
}

const TARGET_MISSING: Loss = {
  what: "a module names no target",
  todo: `Put the host in place of ${NO_TARGET}, or import with --prometheus FILE.`,
};

/** Never the user, the password or the parameters of an address. */
function withoutScheme(target: string): string {
  return target
    .replace(/^[a-z]+:\/\//i, "")
    .replace(/^[^/@]*@/, "")
    .replace(/[?#].*$/, "")
    .replace(/\/$/, "");
}

function lossesOf({ job_name, params, static_configs }: ScrapeJob, modules: ReadonlyMap<string, BlackboxModule>) {
  const name = params?.module?.[0] ?? "";
  const hasTargets = (static_configs ?? []).some(({ targets }) => targets.length > 0);
  return [
    ...(modules.has(name)
      ? []
      : [{ subject: job_name, what: `there is no module ${name}`, todo: "Add the module to the file." }]),
    ...(hasTargets
      ? []
      : [{ subject: job_name, what: "its targets are found while Prometheus runs", todo: "Write a check for each." }]),
  ];
}
