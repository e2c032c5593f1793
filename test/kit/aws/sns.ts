/** SNS over the Query protocol, as the SDK speaks it: Publish, and what a look at topics and subscriptions needs. */
import { type HttpStandIn, readBody, startHttpServer } from "./http-server.ts";

export interface Published {
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly smsType: string | undefined;
}

export interface SnsStandIn extends HttpStandIn {
  readonly published: readonly Published[];
  /** How many requests came, refused ones too. */
  readonly requests: readonly string[];
  /** The next requests are refused with these codes, one each. */
  refuseNext(...codes: readonly string[]): void;
  /** What another call than Publish is answered: the inside of its result, as XML. */
  reply(action: string, resultXml: string): void;
}

export async function startSns(): Promise<SnsStandIn> {
  const published: Published[] = [];
  const requests: string[] = [];
  const refusals: string[] = [];
  const replies = new Map<string, string>();
  const server = await startHttpServer(async (incoming, response) => {
    const form = new URLSearchParams((await readBody(incoming)).toString("utf8"));
    requests.push(form.get("Action") ?? "");
    const code = refusals.shift();
    if (code !== undefined) {
      response.writeHead(code.startsWith("Throttl") ? 429 : 403, { "content-type": "text/xml" });
      return void response.end(
        `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
      );
    }
    const action = form.get("Action") ?? "";
    if (action === "Publish") published.push(readPublish(form));
    const inside = action === "Publish" ? "<MessageId>1</MessageId>" : replies.get(action);
    if (inside === undefined) return void response.writeHead(400).end();
    response.writeHead(200, { "content-type": "text/xml" });
    response.end(
      `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><${action}Result>${inside}</${action}Result></${action}Response>`,
    );
  });
  return {
    ...server,
    published,
    requests,
    refuseNext: (...codes) => void refusals.push(...codes),
    reply: (action, resultXml) => void replies.set(action, resultXml),
  };
}

function readPublish(form: URLSearchParams): Published {
  return {
    topicArn: form.get("TopicArn") ?? "",
    subject: form.get("Subject") ?? undefined,
    message: form.get("Message") ?? "",
    smsType: form.get("MessageAttributes.entry.1.Value.StringValue") ?? undefined,
  };
}
