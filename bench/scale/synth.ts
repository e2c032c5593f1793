/** Time, memory and size of a synthesis: each in a process of its own, since the memory of one would hide that of the next. */
import type { MetricForm } from "../../lib/core/model/check.ts";
import { measure } from "../worker.ts";

export interface SynthInput {
  readonly checks: number;
  readonly metrics: MetricForm;
}

export interface SynthRow extends SynthInput {
  /** Of everything: loading CDK, constructs, bundles, validation and templates. On a machine that does nothing else it is the time it takes. */
  readonly cpuSeconds: number;
  readonly peakMb: number;
  readonly stacks: number;
  /** Of a template. */
  readonly largestBytes: number;
  readonly largestResources: number;
  readonly resources: number;
  readonly alarms: number;
  /** Of what a function reads at its start. */
  readonly manifestBytes: number;
}

/** Rejects if any template breaks a limit of AWS. */
export function measureSynth(input: SynthInput): Promise<SynthRow> {
  return measure<SynthRow>("synth", { input });
}
