/** What makes a request ours. */
export interface Authorization {
  readonly headers: Readonly<Record<string, string>>;
  /** The same credentials served before: that the target refuses them may only mean that their time is over. */
  readonly isReused: boolean;
}
