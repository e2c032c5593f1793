/** Where pages are published, and where what they are made of is kept. */

/** A text as it is stored, with what tells it from every other version. */
export interface StoredText {
  readonly text: string;
  readonly etag: string;
}

export interface StoredFile {
  readonly key: string;
  readonly contentType: string;
  readonly body: string;
  readonly cacheControl: string;
}

/** `new`: nothing is there yet; else the version that was read. */
export type Expected = "new" | { readonly etag: string };

/** Both reject when the store cannot be reached or refuses: a page that is not written grows old, and says so itself. */
export interface PageStore {
  /** `undefined` where there is none. */
  get(key: string): Promise<StoredText | undefined>;
  /** `conflict`: somebody was faster. */
  put(file: StoredFile, expected?: Expected): Promise<"written" | "conflict">;
}
