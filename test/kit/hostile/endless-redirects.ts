import { startHttp } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const endlessRedirects: Trick = {
  name: "redirects for ever",
  start: () => startHttp((_, response) => response.writeHead(302, { location: "/again" }).end()),
};
