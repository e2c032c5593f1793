/** Keys of checks.yaml, level by level. Those of a kind stand in its own folder, its facts in its facts.ts. */
import { z } from "zod";
import { METRIC_FORMS } from "../model/check.ts";
import type { KnownKind, schemas } from "../probes/schemas.ts";
import { contact } from "./contact.ts";
import { choice, list, text, wholeNumber } from "./fields.ts";
import { checkId, contactName, deploymentName, runbook, timezone, title } from "./names.ts";
import { places } from "./places.ts";
import { privateNetwork } from "./private-network.ts";
import { datapoints, interval, locations, timeout } from "./schedule.ts";
import { statusPage } from "./status-page.ts";

const LEAK_LIMIT_MAX = 1_000_000_000_000_000;

const contactNames = list(contactName, { min: 0 });

/** Keys that a check may leave to `defaults`. */
export const sharedShape = {
  every: interval.optional(),
  timeout: timeout.optional(),
  notify: contactNames.describe("Contacts that are told.").optional(),
  alarm: z
    .strictObject({ after: datapoints, locations: locations.exactOptional() })
    .describe("When an alarm is raised.")
    .optional(),
  from: places.optional(),
};

const metricForm = choice(METRIC_FORMS).describe(
  "How numbers reach CloudWatch. classic: custom metrics, an alarm each; full: the time of every phase too (docs/dashboards.md); otlp: cheaper from some dozens of checks on (docs/otlp.md).",
);

const group = z.strictObject({ metrics: metricForm });

/** Keys of the file but `checks`. */
export const topShape = {
  name: deploymentName.describe("Names stacks, alarms and dashboards: ASCII letters, digits and -."),
  timezone: timezone.describe("IANA zone in which people read times. Default UTC.").optional(),
  language: choice(["en", "ko"]).describe("Language of messages. Default en.").optional(),
  contacts: z.record(contactName, contact).describe("Who can be told, by name.").optional(),
  operators: contactNames
    .describe("Contacts told of trouble in Bongsu itself. Default: defaults.notify, else every contact.")
    .optional(),
  vpc: privateNetwork.describe("Your own network, for checks with from: vpc.").optional(),
  metrics: metricForm.optional(),
  groups: z
    .record(z.string(), group)
    .describe("What checks of one group share: a group stands before the first / of an id.")
    .optional(),
  statusPage: statusPage
    .describe(
      "Pages for your customers, one a group; they show checks that have a publicTitle (docs/status-page.md). Default none.",
    )
    .optional(),
  defaults: z.strictObject(sharedShape).describe("What checks share.").optional(),
};

const leak = z.strictObject({
  series: text(() => undefined, "threads").describe("Name of a series of this check."),
  limit: wholeNumber({ min: 1, max: LEAK_LIMIT_MAX })
    .describe("Where it breaks, such as the most threads allowed.")
    .exactOptional(),
});

/** Keys of every check, whatever its kind. */
export const checkShape = {
  id: checkId.describe("ASCII; what stands before the first / is the group."),
  title: title.describe("For people, in any language. Default: the id.").optional(),
  publicTitle: title.describe("What customers read on a status page. Default: no page shows the check.").optional(),
  runbook: runbook.describe("Page that says what to do.").optional(),
  ...sharedShape,
  leak: leak.describe("A series of the check that should not rise for hours on end.").optional(),
  dependsOn: list(checkId, { min: 0 }).describe("Checks whose failure explains a failure of this one.").optional(),
};

/** A check as TypeScript users write it: exactly one kind, and the facts of that kind. */
type CheckInput = { [Kind in KnownKind]: CheckInputOf<Kind> }[KnownKind];

type CheckInputOf<Kind extends KnownKind> = z.input<z.ZodObject<typeof checkShape>> & {
  readonly [Key in Kind]: z.input<(typeof schemas)[Kind]["target"]>;
} & { readonly [Other in Exclude<KnownKind, Kind>]?: never } & z.input<z.ZodObject<(typeof schemas)[Kind]["judged"]>>;

/** The whole configuration as TypeScript users write it. */
export type ChecksInput = z.input<z.ZodObject<typeof topShape>> & { readonly checks: readonly CheckInput[] };
