/** A server whose clock is wrong, so that it takes our tokens for old or not yet valid. */
import type { Fault, Play } from "../fault.ts";
import { breakAfterAWhile, httpCheckAt } from "../scene.ts";
import { type Behaviour, http, openSite } from "../site.ts";
import { HOUR_MS, MINUTE_MS, type World } from "../world.ts";

const NEIGHBOUR = "127.0.0.3";

export const serverClockWrong: Fault = {
  name: "the server's clock is wrong, and it refuses our tokens",
  right: ["server-clock-wrong"],
  alsoTrue: ["access-refused"],
  variants: {
    "ten minutes late, 401": clockGoesWrong({ byMs: -10 * MINUTE_MS, status: 401 }),
    "ten minutes early, 401": clockGoesWrong({ byMs: 10 * MINUTE_MS, status: 401 }),
    "two hours late, 403": clockGoesWrong({ byMs: -2 * HOUR_MS, status: 403 }),
  },
};

function clockGoesWrong({ byMs, status }: { byMs: number; status: number }): Play {
  return async (world) => {
    const [site, beside] = [
      await world.use(openSite(tellingTime(world, 200))),
      await world.use(openSite(tellingTime(world, 200), { host: NEIGHBOUR })),
    ];
    const neighbour = httpCheckAt(world, beside, { id: "acme/beside", name: "beside.acme.example", address: NEIGHBOUR });
    const breaks = () => site.behave(tellingTime(world, status, byMs));
    await breakAfterAWhile(world, { checks: [httpCheckAt(world, site), neighbour], breaks });
  };
}

function tellingTime(world: World, status: number, byMs = 0): Behaviour {
  return http((_, response) => response.writeHead(status, { date: new Date(world.nowEpochMs + byMs).toUTCString() }).end());
}
