// What the prober's bundle takes for "undici": its client alone. The package's index brings fetch, WebSocket, caches and more,
// a quarter of a megabyte that no probe uses. Everywhere but in the bundle the package itself is imported.
module.exports = { Client: require("undici-client") };
