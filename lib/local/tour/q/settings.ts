/** How a fake q process behaves; plain JSON. */
export interface QSettings {
  /** Default: a free one. */
  readonly port?: number;
  /** Length of the accept queue. Default 128. */
  readonly backlog?: number;
  /** `user:password` of who may come in. Default: everybody. */
  readonly users?: readonly string[];
  /** Queries that are answered with 'access. */
  readonly refuses?: readonly string[];
  /** For how long one call that inserts a row takes the one thread. Default 0. */
  readonly rowMs?: number;
  /** PEM; with both it speaks TLS. */
  readonly cert?: string;
  readonly key?: string;
}
