import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PageReader, readPage } from "./page-reader.ts";
import { readSampleLine, readSeriesName } from "./sample-line.ts";

/** After the example in Prometheus' document of its formats. */
const EXAMPLE = `# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

# Minimalistic line:
metric_without_timestamp_and_labels 12.47

# A weird metric from before the epoch:
something_weird{problem="division by zero"} +Inf -3982045

# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="0.05"} 24054
http_request_duration_seconds_bucket{le="+Inf",} 144320
http_request_duration_seconds_sum 53423
http_request_duration_seconds_count 144320
`;

const OPEN_METRICS = `# TYPE foo counter
# UNIT foo seconds
foo_total{a="b"} 17.0 1520879607.789 # {trace_id="KOO5S4vxi0o",note="} 9"} 0.67 1520879607.7
foo_created{a="b"} 1520430000.123
# TYPE up gauge
up 1 # {trace_id="x"} 1
# EOF
`;

function samplesOf(text: string, wanted: readonly string[], isOpenMetrics = false) {
  const page = readPage(text, { wanted: new Set(wanted), isOpenMetrics });
  if ("code" in page) return page;
  return page.samples.map(({ labels, ...sample }) => ({ ...sample, labels: Object.fromEntries(labels) }));
}

describe("a page of metrics", () => {
  it("gives the lines of the wanted series, with labels and times, and no others", () => {
    expect(samplesOf(EXAMPLE, ["http_requests_total", "metric_without_timestamp_and_labels"])).toEqual([
      { name: "http_requests_total", labels: { method: "post", code: "200" }, value: 1027, atEpochMs: 1395066363000 },
      { name: "http_requests_total", labels: { method: "post", code: "400" }, value: 3, atEpochMs: 1395066363000 },
      { name: "metric_without_timestamp_and_labels", labels: {}, value: 12.47 },
    ]);
  });

  it("undoes escapes, and takes a comma after the last label", () => {
    expect(samplesOf(EXAMPLE, ["msdos_file_access_time_seconds", "http_request_duration_seconds_bucket"])).toMatchObject([
      { labels: { path: "C:\\DIR\\FILE.TXT", error: 'Cannot find file:\n"FILE.TXT"' }, value: 1.458255915e9 },
      { labels: { le: "0.05" } },
      { labels: { le: "+Inf" }, value: 144320 },
    ]);
  });

  it("reads infinity, times before 1970, and NaN in every spelling", () => {
    expect(samplesOf(EXAMPLE, ["something_weird"])).toMatchObject([{ value: Number.POSITIVE_INFINITY, atEpochMs: -3982045 }]);
    expect(samplesOf("a NaN\na nan\na -Inf\na .5\na 5.\na 1e-3\n", ["a"])).toMatchObject(
      [Number.NaN, Number.NaN, Number.NEGATIVE_INFINITY, 0.5, 5, 0.001].map((value) => ({ value })),
    );
  });

  it("knows every name on the page, also those that nobody wanted", () => {
    const page = readPage(EXAMPLE, { wanted: new Set(), isOpenMetrics: false });
    expect("names" in page && [...page.names]).toEqual([
      "http_requests_total",
      "msdos_file_access_time_seconds",
      "metric_without_timestamp_and_labels",
      "something_weird",
      "http_request_duration_seconds_bucket",
      "http_request_duration_seconds_sum",
      "http_request_duration_seconds_count",
    ]);
  });

  it("reads OpenMetrics: times in seconds, exemplars left aside", () => {
    expect(samplesOf(OPEN_METRICS, ["foo_total", "up"], true)).toEqual([
      { name: "foo_total", labels: { a: "b" }, value: 17, atEpochMs: 1520879607789 },
      { name: "up", labels: {}, value: 1 },
    ]);
  });

  it("calls OpenMetrics without its # EOF broken off", () => {
    expect(samplesOf(OPEN_METRICS.replace("# EOF\n", ""), ["up"], true)).toMatchObject({ code: "body-incomplete" });
    expect(samplesOf(OPEN_METRICS.replace("# EOF\n", ""), ["up"], false)).toMatchObject([{ value: 1 }]);
  });

  it("reads quoted names and label names of any letters", () => {
    expect(samplesOf('{"my.metric","a.b"="x",c="y"} 1\n{c="z", "나의 지표"} 2\n', ["my.metric", "나의 지표"])).toEqual([
      { name: "my.metric", labels: { "a.b": "x", c: "y" }, value: 1 },
      { name: "나의 지표", labels: { c: "z" }, value: 2 },
    ]);
  });

  it("keeps labels that are called like parts of every object", () => {
    const page = readPage('a{__proto__="1",constructor="2"} 3', { wanted: new Set(["a"]), isOpenMetrics: false });
    expect("samples" in page && page.samples[0]?.labels).toEqual(
      new Map([
        ["__proto__", "1"],
        ["constructor", "2"],
      ]),
    );
  });

  it.each([
    "a{b} 1",
    'a{b="c" 1',
    'a{b="c} 1',
    'a{b="c"}',
    "a",
    "a 1 2 3",
    "a one",
    "a 1 later",
    'a{"b"} 1',
    'a{b="c";d="e"} 1',
    `a{${Array.from({ length: 65 }, (_, index) => `l${index}="x"`).join()}} 1`,
  ])("refuses a wanted line that is malformed: %s", (line) => {
    expect(samplesOf(`${line}\n`, ["a"])).toMatchObject({ code: "protocol-error", phase: "transfer" });
  });

  it("says which line of a page is no line of metrics", () => {
    expect(samplesOf("a 1\n<html>\n", ["a"])).toMatchObject({ message: 'line 2 is no line of metrics: "<html>"' });
  });

  it("has caps", () => {
    expect(samplesOf("a 1\n".repeat(50_001), ["b"])).toMatchObject({ code: "body-too-large" });
    expect(samplesOf("x".repeat(1_000_001), ["b"])).toMatchObject({ code: "body-too-large" });
  });

  it("stays quick with lines made to slow it down", () => {
    const long = 400_000;
    const hostile = [`a ${" ".repeat(long)}x`, `a ${"1".repeat(long)}x`, `a{b="${"\\".repeat(long)}`, `a{${" ".repeat(long)}`];
    const startedMs = performance.now();
    for (const line of hostile) expect(readSampleLine(line)).toBeUndefined();
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});

describe("any text", () => {
  const pieces = fc.constantFrom("a", "{", "}", '"', "\\", "=", ",", " ", "#", "1", "NaN", "\n", "é", "\u0000", 'a{b="c"} 1\n');
  const text = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
  );

  it("never makes the reader throw", () => {
    fc.assert(
      fc.property(text, fc.boolean(), (page, isOpenMetrics) => {
        readSeriesName(page);
        readSampleLine(page);
        readPage(page, { wanted: new Set(["a", "b"]), isOpenMetrics });
      }),
    );
  });

  it("gives the same however it is cut", () => {
    const page = fc.oneof(text, fc.constantFrom(EXAMPLE, OPEN_METRICS));
    fc.assert(
      fc.property(page, fc.array(fc.nat({ max: 1_200 }), { maxLength: 8 }), (whole, cuts) => {
        const options = { wanted: new Set(["a", "foo_total", "http_requests_total"]), isOpenMetrics: false };
        const reader = new PageReader(options);
        const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).toSorted((a, b) => a - b), whole.length];
        places.slice(1).forEach((end, index) => {
          reader.push(whole.slice(places[index], end));
        });
        expect(reader.end()).toEqual(readPage(whole, options));
      }),
    );
  });

  it("that a producer writes is read back", () => {
    const labels = fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.string(), { maxKeys: 5 });
    fc.assert(
      fc.property(labels, fc.oneof(fc.double(), fc.integer()), (written, value) => {
        const escaped = Object.entries(written).map(([name, text]) => `${name}="${withEscapes(text)}"`);
        const line = readSampleLine(`some_name{${escaped.join(",")}} ${value}`);
        expect(line && { ...line, labels: Object.fromEntries(line.labels) }).toEqual({
          name: "some_name",
          labels: written,
          value: value + 0,
        });
      }),
    );
  });
});

function withEscapes(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
