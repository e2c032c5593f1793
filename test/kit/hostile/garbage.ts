import { startScripted } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const garbage: Trick = {
  name: "answers with bytes of no protocol",
  start: () => startScripted(Buffer.from([0, 255, 22, 3, 1, 0, 5, 10, 13, 7, 27, 91, 50, 74])),
};
