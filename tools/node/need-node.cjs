// Runs after `npm ci`. Node 24 comes as an optional platform package; where none fits (macOS), the node on PATH must do.
const [major, minor] = process.versions.node.split(".").map(Number);
const isOldNode = major < 22 || (major === 22 && minor < 19);
if (isOldNode) {
  console.error(
    `Bongsu needs Node 22.19 or later; this is ${process.version} and no bundled Node fits ${process.platform}-${process.arch}.\n` +
      "Install Node 24 from https://nodejs.org and run npm ci again.",
  );
  process.exit(1);
}
