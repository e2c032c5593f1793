/** What each contact can be reached by, as the configuration says. */
import type { Config } from "../model/check.ts";
import type { ChannelKind } from "../model/incident.ts";
import type { Channels } from "./lines.ts";

export function channelsOf({ contacts }: Pick<Config, "contacts">): Channels {
  return Object.fromEntries(
    contacts.map(({ name, emails, phones, slack }): [string, ChannelKind[]] => [
      name,
      [
        ...(emails.length > 0 ? ["email" as const] : []),
        ...(phones.length > 0 ? ["sms" as const] : []),
        ...(slack !== undefined ? ["slack" as const] : []),
      ],
    ]),
  );
}
