/**
 * The numbered list of how a probe must behave: every number that concerns a kind we have stands in the title of a test, as
 * `it("44. a body that trickles…`. What has none is said here, with the reason.
 */
import { describe, expect, it } from "vitest";
import { allTestTitles, titlesIn } from "./kit/test-titles.ts";

/** Numbers are names: those that are not there were never given or were given up. */
const LIST = {
  "http: status, method, versions": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  "http: headers and body": [16, 17, 18, 19, 20, 21, 22, 23, 24, 26, 27, 28, 29],
  "http: size, encoding, streaming": [32, 33, 34, 35, 36, 38, 39, 40, 41, 42, 44, 45, 47],
  "http: redirects, auth, proxy": [48, 49, 50, 51, 52, 53, 54, 55, 56, 58, 59, 60, 62, 63, 64, 65],
  tls: [66, 67, 69, 70, 72, 73, 74, 75, 76, 78, 79, 80, 81, 83],
  "tcp, starttls": [84, 85, 86, 87, 88, 89, 91, 92, 93, 94, 95],
  dns: [98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 110, 112, 113],
  scheduling: [129, 130, 131, 141, 142],
};

/** Behaviour of features that we leave out on purpose. */
const NOT_OURS: Readonly<Record<number, string>> = {
  113: "no DNS over TLS",
};

/** Still without a test, by reason. A number that gets its test must go from here. */
const PENDING: Readonly<Record<string, readonly number[]>> = {};

const numbers = Object.values(LIST).flat();
const excused = [...Object.keys(NOT_OURS).map(Number), ...Object.values(PENDING).flat()];
const tested = numbersInTitles();

describe("the conformance list", () => {
  it("finds numbers in titles at all", () => {
    expect(tested.size).toBeGreaterThan(40);
  });

  it.each(Object.entries(LIST))("%s: every number has a test, or a reason why not", (_, area) => {
    expect(area.filter((number) => !tested.has(number) && !excused.includes(number))).toEqual([]);
  });

  it("excuses no number that has a test, and none twice", () => {
    expect(excused.filter((number) => tested.has(number))).toEqual([]);
    expect(excused.filter((number, index) => excused.indexOf(number) !== index || !numbers.includes(number))).toEqual([]);
  });
});

describe("its own eyes", () => {
  it("see a number at the beginning of a title, within it and in tables, and not elsewhere", () => {
    expect(titleNumbers('it("44. trickles", f); it.each(["a"])("5. sends, and 11. says %s (58)", f);')).toEqual([44, 5, 11, 58]);
    expect(titleNumbers('it("waits 44 s", f); describe("3. x", f); expect("7. y"); it("v1.2. z", f);')).toEqual([]);
  });
});

function numbersInTitles(): ReadonlySet<number> {
  return new Set(allTestTitles().flatMap(numbersIn));
}

/** `5.` or `(5)`, as a word of its own in the title of a test. */
function numbersIn(title: string): number[] {
  const found = title.matchAll(/(?<=^|\s)(?:(\d{1,3})\.(?=\s)|\((\d{1,3})\))/g);
  return [...found].map(([, plain, inBrackets]) => Number(plain ?? inBrackets));
}

function titleNumbers(source: string): number[] {
  return titlesIn(source).flatMap(numbersIn);
}
