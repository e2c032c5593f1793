/** `bongsu init`: a first checks.yaml, with comments. Asks nothing and never overwrites. */
import { writeFile } from "node:fs/promises";
import { ExitCode } from "./exit-code.ts";
import { findSchema } from "./find-schema.ts";

interface InitOptions {
  /** Path of the file to write. */
  readonly config: string;
  readonly write: (text: string) => void;
}

/** Resolves to the exit code: 0 written, 3 not. */
export async function init({ config, write }: InitOptions): Promise<number> {
  const obstacle = await writeNew(config);
  if (obstacle !== undefined) {
    write(`${obstacle}\n`);
    return ExitCode.couldNotRun;
  }
  write(
    `Wrote ${config}.\n\nNext:\n  1. Put your address and your e-mail into it.\n  2. npx bongsu validate\n  3. npx bongsu run\n`,
  );
  return ExitCode.allGood;
}

async function writeNew(path: string): Promise<string | undefined> {
  try {
    await writeFile(path, `${schemaLine(path)}${TEMPLATE}`, { flag: "wx" });
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    if (code === "EEXIST") return `${path} is there already and stays as it is. Name another file with -c, or edit this one.`;
    return `${path} cannot be written (${code}). Check that its folder exists and may be written to.`;
  }
}

function schemaLine(path: string): string {
  const schema = findSchema(path);
  return schema === undefined ? "" : `# yaml-language-server: $schema=${schema}\n`;
}

const TEMPLATE = `name: my-checks                  # names stacks, alarms and dashboards
timezone: UTC                    # in which you read times, such as Asia/Seoul
language: en                     # en or ko, for messages

contacts:                        # who can be told, and through what
  oncall:
    email: [oncall@example.com]
    # sms: ["+821012345678"]     # with country code, in quotes
    # slack: { workspace: T0123ABC, channel: C0123ABC }

defaults:                        # what every check uses unless it says otherwise
  every: 1m                      # 10s, 20s, 30s or whole minutes
  timeout: 10s                   # from DNS to the last byte; shorter than every
  notify: [oncall]

checks:
  - id: shop/website             # ASCII; what stands before "/" is the group
    title: Website               # for people, in any language
    http: https://example.com
    slow: { total: { above: 2s } }

  - id: shop/api
    http:
      url: https://example.com/
      # headers: { authorization: "Bearer \${secret:shop/api-key}" }
    expect:                      # all must hold, else it is down
      status: 200                # a value, a list, a range such as 200-299
      body: { contains: Example }
      certificate: { daysLeft: { above: 14 } }
    alarm: { after: 2 of 3 }     # two bad runs of the last three
    dependsOn: [shop/port]       # one root cause, one message

  - id: shop/port
    tcp: example.com:443         # something must accept the connection
`;
