/** Promises to scripts that call us. */
export const ExitCode = { allGood: 0, checkFailed: 1, configurationWrong: 2, couldNotRun: 3 } as const;
