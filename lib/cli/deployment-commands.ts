/** Commands that speak to what is deployed on AWS, with the credentials of whoever runs them. */
import { type Command, Option } from "commander";
import { ACK_DURATION_DEFAULT, ack } from "./ack.ts";
import { doctor } from "./doctor.ts";
import { incidents } from "./incidents.ts";
import { mute } from "./mute.ts";
import type { Output } from "./output.ts";
import { status } from "./status.ts";
import { testAlert } from "./test-alert.ts";

type Finish = (exitCode: number) => void;

interface Common {
  readonly config: string;
  readonly json: boolean;
}

export function addDeploymentCommands(program: Command, output: Output, finish: Finish): void {
  addCommon(program.command("mute"))
    .description("tell nobody of a check, a group or a host for a time; probing goes on")
    .argument("<subject>", "id of a check, group, or host")
    .argument("<duration>", "30m, 2h, 7d at most; off: from now on tell again")
    .option("--reason <text>", "why, for those who wonder")
    .action(async (subject: string, duration: string, options: Common & { reason?: string }) =>
      finish(await mute({ ...options, subject, duration, output })),
    );
  addCommon(program.command("status"))
    .description("show how every check stands on AWS: its alarms and its newest run, in the table of run; changes nothing")
    .option("--ascii", "write [OK] instead of signs that a terminal may lack", false)
    .action(async (options: Common & { ascii: boolean }) => finish(await status({ ...options, output })));
  addCommon(program.command("incidents"))
    .description("list what is open: since when, who was told, and whether somebody cares for it")
    .action(async (options: Common) => finish(await incidents({ ...options, output })));
  addCommon(program.command("ack"))
    .description("remind nobody of an incident for a time, because somebody cares for it; its recovery is told")
    .argument("<incident>", "its id, as messages name it: k7f2")
    .argument("[duration]", "30m, 4h, 7d at most; off: from now on remind again", ACK_DURATION_DEFAULT)
    .action(async (incident: string, duration: string, options: Common) =>
      finish(await ack({ ...options, incident, duration, output })),
    );
  addCommon(program.command("test-alert"))
    .description("send a message that says it is a drill, on the way that real ones go")
    .argument("[contacts...]", "whom; all who are told of anything where none is named")
    .action(async (contacts: string[], options: Common) => finish(await testAlert({ ...options, contacts, output })));
  addCommon(program.command("doctor"))
    .description(
      "say what stands between an alarm and the people: subscriptions, SMS limits, checks that tell nobody, the pictures of the dashboards; changes nothing",
    )
    .action(async (options: Common) => finish(await doctor({ ...options, output })));
}

function addCommon(command: Command): Command {
  return command
    .addOption(new Option("-c, --config <file>", "configuration to read").default("checks.yaml"))
    .option("--json", "print the result as JSON", false);
}
