/** What an HTTP server answers, or does not. */
import { metricsCheck } from "../../../test/kit/checks.ts";
import type { Fault } from "../fault.ts";
import { API, breakAfterAWhile, httpBreaksInto, httpCheckAt, TIMEOUT_MS, tcpCheckAt } from "../scene.ts";
import { answering, type Behaviour, http, openSite, pong, saying, silent } from "../site.ts";
import { MINUTE_MS, type World } from "../world.ts";

const JSON_TYPE = { "content-type": "application/json" };

export const notServing: Fault = {
  name: "it accepts connections and never answers",
  right: ["not-serving"],
  variants: {
    http: async (world) => {
      const site = await world.use(openSite(answering(200)));
      await breakAfterAWhile(world, {
        checks: [httpCheckAt(world, site)],
        breaks: () => site.behave(silent),
        forMs: 3 * MINUTE_MS,
      });
    },
    "metrics, its port open beside it": async (world) => {
      const site = await world.use(openSite(answering(200, '{"status":"UP"}', JSON_TYPE)));
      const check = healthCheckAt(world, site.port);
      const checks = [check, tcpCheckAt(world, site, { id: "acme/port" })];
      await breakAfterAWhile(world, { checks, breaks: () => site.behave(silent), forMs: 3 * MINUTE_MS });
    },
    "tcp with a script": async (world) => {
      const site = await world.use(openSite(pong));
      const checks = [tcpCheckAt(world, site, { isTalk: true })];
      await breakAfterAWhile(world, { checks, breaks: () => site.behave(silent), forMs: 3 * MINUTE_MS });
    },
  },
  isLong: true,
};

function healthCheckAt(world: World, port: number) {
  const expect = [{ fact: "health", matcher: { op: "oneOf", values: ["UP"] } }] as const;
  const url = `http://${world.name(API)}:${port}/actuator/health`;
  return metricsCheck(url, { id: "acme/health", group: "acme", timeoutMs: TIMEOUT_MS, expect });
}

export const serverError: Fault = {
  name: "the server answers with an error of its own",
  right: ["server-error"],
  variants: {
    "500 with a stack trace": httpBreaksInto(
      answering(500, "java.lang.NullPointerException at com.acme.Checkout.pay(Checkout.java:81)"),
    ),
    "503 without a word": httpBreaksInto(answering(503)),
    "501 in JSON": httpBreaksInto(answering(501, '{"error":"not implemented"}', JSON_TYPE)),
  },
};

export const clientError: Fault = {
  name: "the server answers that the request is wrong",
  right: ["client-error"],
  variants: {
    "404 with a page": httpBreaksInto(answering(404, "<h1>Not Found</h1>")),
    "410 without a word": httpBreaksInto(answering(410)),
    "400 in JSON": httpBreaksInto(answering(400, '{"error":"no tenant given"}', JSON_TYPE)),
  },
};

const DOCUMENT = '{"status":"DOWN","components":{"db":{"status":"DOWN","details":{"error":"timeout"}},"ping":{"status":"UP"}}}';

export const componentDown: Fault = {
  name: "a health document names the component that is down",
  right: ["component-down"],
  alsoTrue: ["server-error"],
  variants: {
    "http, 503": httpBreaksInto(answering(503, DOCUMENT, JSON_TYPE)),
    "metrics, 503": healthBecomes(DOCUMENT),
    "metrics, a disk that is full": healthBecomes(
      '{"status":"OUT_OF_SERVICE","components":{"diskSpace":{"status":"OUT_OF_SERVICE","details":{"free":0}},"ping":{"status":"UP"}}}',
    ),
  },
};

function healthBecomes(document: string) {
  return async (world: World): Promise<void> => {
    const site = await world.use(openSite(answering(200, '{"status":"UP"}', JSON_TYPE)));
    const breaks = () => site.behave(answering(503, document, JSON_TYPE));
    await breakAfterAWhile(world, { checks: [healthCheckAt(world, site.port)], breaks });
  };
}

export const gatewayUpstream: Fault = {
  name: "a gateway answers for a server that does not",
  right: ["gateway-upstream"],
  variants: {
    "502 of nginx": httpBreaksInto(
      answering(502, "<html><center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.25.3</center></html>"),
    ),
    "504 of a load balancer": httpBreaksInto(
      answering(504, "<html><h1>504 Gateway Time-out</h1></html>", { server: "awselb/2.0" }),
    ),
    "502 without a word": httpBreaksInto(answering(502)),
  },
};

export const rateLimited: Fault = {
  name: "the server limits how often we ask",
  right: ["rate-limited"],
  alsoTrue: ["server-error"],
  variants: {
    "429": httpBreaksInto(answering(429)),
    "429 with Retry-After": httpBreaksInto(answering(429, '{"message":"Too many requests"}', { "retry-after": "60" })),
    "503 SlowDown": httpBreaksInto(
      answering(503, "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"),
    ),
  },
};

export const accessRefused: Fault = {
  name: "it was allowed before, and is refused now",
  right: ["access-refused"],
  variants: {
    "http, 401": httpBreaksInto(answering(401, "token expired")),
    "http, 403": httpBreaksInto(answering(403)),
    "metrics, 401": async (world) => {
      const site = await world.use(openSite(answering(200, '{"status":"UP"}', JSON_TYPE)));
      const breaks = () => site.behave(answering(401));
      await breakAfterAWhile(world, { checks: [healthCheckAt(world, site.port)], breaks });
    },
  },
};

export const redirectLoop: Fault = {
  name: "redirects lead in a circle",
  right: ["redirect-loop"],
  variants: {
    "to itself": httpBreaksInto(answering(302, "", { location: "/" })),
    "two pages to one another": httpBreaksInto(
      http(({ url }, response) => response.writeHead(301, { location: url === "/a" ? "/b" : "/a" }).end()),
    ),
    "a longer address each time": httpBreaksInto(
      http(({ url }, response) => response.writeHead(307, { location: `${url}x` }).end()),
    ),
  },
};

export const redirectedAway: Fault = {
  name: "a page is answered by another one, where people sign in",
  right: ["redirected-away"],
  alsoTrue: ["wrong-content"],
  variants: {
    "to /login, which answers 200": redirectedTo("/login"),
    "to a host for signing in": redirectedTo((port, world) => `http://${world.name("sso.elsewhere.example")}:${port}/start`),
    "to /oauth2/authorize, which refuses": redirectedTo("/oauth2/authorize", 403),
  },
};

/** The page there is fine as pages go, but it is not what was asked for. */
function redirectedTo(where: string | ((port: number, world: World) => string), status = 200) {
  return async (world: World): Promise<void> => {
    const site = await world.use(openSite(answering(200, "42 orders")));
    const to = typeof where === "string" ? where : where(site.port, world);
    const away = http(({ url }, response) => {
      if (url === "/") response.writeHead(302, { location: to }).end();
      else response.writeHead(status).end("<form>password</form>");
    });
    const check = httpCheckAt(world, site);
    const expect = [...check.expect, { fact: "body", matcher: { op: "contains", value: "orders" } }] as const;
    await breakAfterAWhile(world, { checks: [{ ...check, expect }], breaks: () => site.behave(away) });
  };
}

export const wrongContent: Fault = {
  name: "status 200 with the wrong content",
  right: ["wrong-content"],
  variants: {
    json: contentBecomes(answering(200, '{"status":"degraded"}', JSON_TYPE), { fact: "json", path: "$.status", value: "ok" }),
    "a page of maintenance": contentBecomes(answering(200, "<h1>We will be right back</h1>"), { fact: "body", value: "ok" }),
    "a header": contentBecomes(answering(200, '{"status":"ok"}', { "content-type": "text/html" }), {
      ...{ fact: "headers", path: "content-type", value: "json" },
    }),
  },
};

interface Wanted {
  readonly fact: string;
  readonly path?: string;
  readonly value: string;
}

function contentBecomes(behaviour: Behaviour, { value, ...where }: Wanted) {
  return async (world: World): Promise<void> => {
    const site = await world.use(openSite(answering(200, '{"status":"ok"}', JSON_TYPE)));
    const check = httpCheckAt(world, site);
    const expect = [...check.expect, { ...where, matcher: { op: "contains", value } }] as const;
    await breakAfterAWhile(world, { checks: [{ ...check, expect }], breaks: () => site.behave(behaviour) });
  };
}

export const answerGarbled: Fault = {
  name: "what comes back is no answer of the protocol",
  right: ["answer-garbled"],
  variants: {
    "http, bytes of no protocol": httpBreaksInto(saying(Buffer.from([0, 255, 22, 3, 1, 0, 5, 10, 13, 7, 27, 91, 50, 74]))),
    "http, a header that is none": httpBreaksInto(saying("HTTP/1.1 200 OK\r\nthis is no header\r\n\r\nok")),
    "metrics, a page of HTML": async (world) => {
      const site = await world.use(openSite(answering(200, '{"status":"UP"}', JSON_TYPE)));
      const breaks = () =>
        site.behave(answering(200, "<html><body>It works!</body></html>", { "content-type": "application/json" }));
      await breakAfterAWhile(world, { checks: [healthCheckAt(world, site.port)], breaks });
    },
  },
};
