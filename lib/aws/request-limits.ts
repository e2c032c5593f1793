/** For clients whose calls have no deadline of their own: without them the SDK waits for ever. */
export const REQUEST_LIMITS = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true } as const;
