/**
 * What the engine writes down in English wherever it runs, in Korean: values that were not there, why an alarm moved, how far a leak
 * has come. It is kept as text, long before anybody knows who reads it. What is not known here stays as it is.
 */
/** What stood in the brackets of the pattern. */
type Translate = (parts: readonly string[]) => string;

const LIMITS: Readonly<Record<string, string>> = { below: "미만", above: "초과", "at most": "이하", "at least": "이상" };
const LIMIT = "(below|above|at most|at least) (\\S+)";
const SPAN_UNITS: Readonly<Record<string, string>> = { s: "초", min: "분", h: "시간", d: "일" };
const MEANINGS: Readonly<Record<string, string>> = {
  "no error": "오류 없음",
  "the server did not understand the question": "서버가 질의를 이해하지 못함",
  "the server could not find the answer": "서버가 답을 찾지 못함",
  "the name does not exist": "이름이 존재하지 않음",
  "the server does not answer questions of this kind": "서버가 이런 질의에 답하지 않음",
  "the server refuses to answer this question": "서버가 이 질의에 답하기를 거부함",
  "the name exists, but should not": "없어야 할 이름이 있음",
  "the records exist, but should not": "없어야 할 레코드가 있음",
  "the records do not exist, but should": "있어야 할 레코드가 없음",
  "the server is not responsible for this zone": "서버가 이 존을 맡고 있지 않음",
  "the name lies outside the zone": "이름이 존 밖에 있음",
};

const SENTENCES: readonly (readonly [RegExp, Translate])[] = [
  [/^(?:missing|none)$/, () => "없음"],
  [/^no body, so no JSON$/, () => "본문 없음, JSON 아님"],
  [/^JSON nested deeper than (\d+) levels$/, ([levels = ""]) => `${levels}단계보다 깊은 JSON`],
  [/^a body that is not JSON \(it begins (.*)\)$/, ([begin = ""]) => `JSON이 아닌 본문 (시작: ${begin})`],
  [/^("[A-Z\d]+") \((.+)\)$/, ([value = "", meaning = ""]) => `${value} (${MEANINGS[meaning] ?? meaning})`],
  [/^(.+) and (\d+) more$/, ([values = "", others = ""]) => `${values} 외 ${others}개`],
  [
    new RegExp(
      `^(\\d+) of the last (\\d+) datapoints? (?:was|were) ${LIMIT} and (\\d+) (?:was|were) missing, which counts as bad\\.$`,
    ),
    ([bad = "", all = "", word = "", threshold = "", missing = ""]) =>
      `최근 데이터 ${all}개 중 ${bad}개가 ${limit(word, threshold)}, ${missing}개는 없어서 비정상으로 셉니다.`,
  ],
  [
    new RegExp(`^(\\d+) of the last (\\d+) datapoints? (?:was|were) ${LIMIT}\\.$`),
    ([bad = "", all = "", word = "", threshold = ""]) => `최근 데이터 ${all}개 중 ${bad}개가 ${limit(word, threshold)}입니다.`,
  ],
  [
    new RegExp(`^Every datapoint of the last (\\d+) periods? was ${LIMIT}; the others are missing\\.$`),
    ([periods = "", word = "", threshold = ""]) =>
      `최근 ${periods}개 구간의 데이터가 모두 ${limit(word, threshold)}이고, 나머지는 없습니다.`,
  ],
  [
    /^Too few datapoints to judge by; the state stays (\w+)\.$/,
    ([state = ""]) => `판단할 데이터가 부족합니다. 상태 유지: ${state}.`,
  ],
  [/^Too few of the last (\d+) periods have a datapoint\.$/, ([periods = ""]) => `최근 ${periods}개 구간에 데이터가 부족합니다.`],
  [/^(\S+) are at ([\d,.]+) and rising$/, ([series = "", level = ""]) => `${series}: 현재 ${level}, 증가 중`],
  [
    /^at the present rate they reach their limit of ([\d,.]+) in about (.+)$/,
    ([most = "", span = ""]) => `지금 추세로는 약 ${spanOf(span)} 뒤에 한도 ${most} 도달`,
  ],
];

/** Of one such text, whole. */
export function engineWordsInKorean(text: string): string {
  for (const [pattern, translate] of SENTENCES) {
    const found = pattern.exec(text);
    if (found !== null) return translate(found.slice(1));
  }
  return text;
}

/** `below 1` -> `1 미만` */
function limit(word: string, threshold: string): string {
  return `${threshold} ${LIMITS[word] ?? word}`;
}

/** `3 h 20 min` -> `3시간 20분` */
function spanOf(span: string): string {
  return span.replaceAll(/ (s|min|h|d)\b/g, (_, unit: string) => SPAN_UNITS[unit] ?? unit);
}
