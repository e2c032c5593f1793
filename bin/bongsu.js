#!/usr/bin/env node
// The command of the package. It runs on any Node, to tell an old one's user the cure; in a checkout it takes the sources as they are.
import { existsSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `bongsu needs Node 22.19 or later; this is ${process.version}, which is enough for cdk synth and cdk deploy.\n${cure()}`,
  );
  process.exitCode = 3;
} else {
  const isCheckout = existsSync(new URL("bongsu.ts", import.meta.url));
  await import(isCheckout ? "./bongsu.ts" : "../dist/bin/bongsu.js");
}

/** npm has Node itself for some platforms: installed in a folder, it is what npx runs there. */
function cure() {
  const platform = `${process.platform.replace("win32", "win")}-${process.arch}`;
  const isOnNpm = ["linux-arm64", "linux-x64", "win-x64"].includes(platform);
  const there = "Install Node 24 from https://nodejs.org";
  return isOnNpm ? `${there}, or for this folder alone: npm install --save-dev node-${platform}@24` : `${there}.`;
}
