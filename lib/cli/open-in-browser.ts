/** A page, opened in the browser of whoever sits here. */
import { spawn } from "node:child_process";

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** The browser lives on without us. Where none can be opened, a sentence says so, now or later. */
export function openInBrowser(url: string, onProblem: (sentence: string) => void): void {
  const [program, ...words] = OPENERS[process.platform] ?? ["xdg-open"];
  const fail = (why: string) => onProblem(`No browser opened (${program} ${why}): go to ${url}`);
  const opener = spawn(program, [...words, url], { detached: true, stdio: "ignore" });
  opener.once("error", () => fail("cannot be started"));
  opener.once("exit", (code) => code !== null && code !== 0 && fail(`ended with ${code}`));
  opener.unref();
}
