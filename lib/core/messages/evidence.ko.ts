/** Lines of evidence in Korean. What comes from outside stands without a particle, or in brackets. */
import type { Resource } from "../model/evidence-line.ts";
import type { EvidenceCatalogue } from "./causes-contract.ts";
import { engineWordsInKorean } from "./engine-words.ko.ts";
import { withParticle } from "./korean.ts";
import { formatFigures, formatHourOfDay, formatPercent, formatTimes, korean } from "./quantities.ts";

const { measured, span, range } = korean;
const RESOURCES: Readonly<Record<Resource, string>> = {
  connections: "DB 커넥션",
  workers: "요청 스레드",
  files: "파일",
  heap: "GC 뒤 힙(바이트)",
};
const TIMES = { gc: "GC 시간", cpu: "CPU 사용" } as const;

export const koreanEvidence: EvidenceCatalogue = {
  // runs of the check itself
  "failure-message": ({ message }) => `점검기 기록: “${message}”`,
  "runs-alike": ({ code, runs }) =>
    code === "expectation-unmet" ? `연속 ${runs}회 기대와 다른 응답` : `연속 ${runs}회 같은 결과 (${code})`,
  "retried-alike": () => "새 연결로 바로 다시 시도해도 같은 결과",
  "tried-again-alike": () => "방금 다시 시도해도 같은 결과",
  "tried-again-good": ({ ms }) => `방금 다시 시도하자 ${measured(ms)} 만에 응답`,
  "failed-once": ({ code }) => `한 번만 일어남 (${code})`,
  "phase-took": ({ phase, ms }) => `${phase} ${measured(ms)}`,
  "phase-usual": ({ phase, ms, usualMs }) => `${phase} ${measured(ms)}, 평소 ${measured(usualMs)}`,
  "no-reply": ({ phase, connectMs, waitedMs }) =>
    `TCP 연결은 ${measured(connectMs)}, ${measured(waitedMs)} 동안 ${replyTo(phase)} 없음`,
  "earlier-stalls": ({ stalls }) => `앞선 실행 ${stalls}회는 연결되었지만 응답 없음`,
  "refused-between": ({ runs }) => `중간에 ${runs}회는 거부되거나 재설정됨`,
  "paused-runs": ({ runs }) => `대기 큐를 채우지 않으려고 ${runs}회는 연결하지 않음`,
  "long-gap": ({ ms, beforeMs, afterMs }) =>
    `한 번만 ${measured(ms)} 동안 응답 없음, 앞뒤로는 ${measured(Math.max(beforeMs, afterMs))} 이내`,
  "changes-within": ({ changes, withinMs }) => `${span(withinMs)} 동안 정상·장애가 ${changes}회 바뀜`,
  "address-of-failures": ({ address, runs }) => `실패 ${runs}회 모두 ${address}, 정상 실행 중 이 주소는 없음`,
  "minute-marks": ({ onsets, atMarks }) => `시작 ${onsets}회 중 ${atMarks}회가 정각·30분부터 2분 이내`,
  "last-good": ({ atEpochMs }, time) => `마지막 정상 ${time(atEpochMs)}`,

  // what the server answered
  "answered-status": ({ status, ms }) => `응답 ${status}${ms === undefined ? "" : `, ${measured(ms)}`}`,
  unmet: ({ expected, actual }) => `기대 ${expected}, 실제 ${engineWordsInKorean(actual)}`,
  said: ({ text }) => `응답 내용: ${text}`,
  component: ({ text }) => `상태 보고: ${text}`,
  gateway: ({ name }) => `응답에 게이트웨이 이름이 있음: ${name}`,
  hop: ({ hop }) => hop,
  size: ({ bytes, before }) =>
    `${formatFigures(bytes)}바이트${before === undefined ? "" : `, 이전 ${formatFigures(before)}바이트`}`,
  certificate: ({ subject, issuer, validTo, daysLeft }) =>
    `인증서 ${subject}, 발급자 ${issuer}, 만료 ${validTo} (${formatFigures(Math.floor(daysLeft))}일 남음)`,
  "certificate-names": ({ names }) => `인증서의 이름: ${names}`,
  "certificate-changed": ({ now, before }) => `마지막 정상 실행 때와 다른 인증서: ${now} (이전 ${before})`,
  records: ({ now, before }) => `현재 레코드: ${now}; 이전: ${before}`,
  handles: ({ handles, usual }) =>
    `열린 핸들 ${formatFigures(handles)}개${usual === undefined ? "" : `, 평소 ${formatFigures(usual)}개`}`,

  // other checks
  "failing-on-host": ({ failing, all, host }) => `${host}의 체크 ${all}개 중 ${failing}개 실패`,
  "failing-at-location": ({ failing, all, location }) => `${location}의 체크 ${all}개 중 ${failing}개가 대상에 닿지 못함`,
  "failing-elsewhere": ({ failing, all }) => `다른 호스트의 체크 ${all}개 중 ${failing}개 실패`,
  "connecting-on-host": ({ checks }) => `같은 호스트의 다른 체크 ${checks}개는 연결됨`,
  "other-location": ({ failing, all, location }) => `${location}에서는 ${all}개 중 ${failing}개 실패`,
  "fine-at-location": ({ location }) => `${location}에서는 정상`,
  "fails-from": ({ failing, fine }) => `실패한 위치: ${failing}, 정상인 위치: ${fine}`,
  "names-resolve": ({ resolving, failing }) =>
    `이곳에서 다른 이름 ${resolving}개는 조회됨, 이 이름을 포함해 ${failing}개는 안 됨`,
  "same-host-fine": ({ check }) => `같은 호스트의 ${check} 정상`,
  "same-host-down": ({ check }) => `같은 호스트의 ${check}도 이상`,
  "dependency-since": ({ check, sinceEpochMs, earlierMs }, time) =>
    `${check}: ${time(sinceEpochMs)}부터 장애${earlierMs > 0 ? `, ${span(earlierMs)} 먼저 시작` : ""}`,
  "dependency-later": ({ check, laterMs }) => `${check}: ${span(laterMs)} 뒤에 실패하기 시작`,
  "restored-together": ({ check, apartMs }) => `${check}: 더 늦지 않게 실패했고 ${span(apartMs)} 차이로 함께 복구됨`,
  "address-changed": ({ now, before }) => `실패는 ${now}, 정상은 ${before}`,
  "address-same": ({ address, runs }) => `정상 ${runs}회도 같은 주소 ${address}`,
  "addresses-rotate": ({ addresses }) => `정상 실행이 주소 ${addresses}개를 번갈아 사용`,
  "address-family": ({ failing, fine }) => `실패 ${failing || "없음"}, 정상 ${fine || "없음"}`,

  // our own side
  heartbeat: ({ ageMs, everyMs }) => `마지막 점검이 ${span(ageMs)} 전에 끝남, 주기는 ${span(everyMs)}`,
  "time-left": ({ remainingMs, timeoutMs }) => `남은 시간 ${measured(remainingMs)}, 제한 시간 ${measured(timeoutMs)}`,
  "loop-lag": ({ lagMs }) => `점검기의 이벤트 루프가 ${measured(lagMs)} 동안 멈춤`,
  clock: ({ hosts, skewMs }) => `호스트 ${hosts}개의 시계가 점검기와 다름, 여기서는 ${span(Math.abs(skewMs))} 차이`,
  "clock-agrees": ({ hosts }) => `다른 호스트 ${hosts}개의 시계는 점검기와 같음`,

  // AWS
  "object-age": ({ ageMs }) => `객체의 마지막 갱신이 ${span(ageMs)} 전`,
  "object-rewritten": ({ apartMs }) => `객체가 이전 갱신 ${span(apartMs)} 뒤에 다시 갱신됨`,
  "s3-works": ({ credentialsExpireInMs }) =>
    `이곳에서는 새 자격 증명으로 S3 정상${credentialsExpireInMs === undefined ? "" : `, ${span(credentialsExpireInMs)} 유효`}`,
  "expired-token-logged": ({ count, group }) => `ExpiredToken 로그 ${formatFigures(count)}줄: ${group}`,
  "expired-token-said": ({ text }) => `응답 내용: ${text}`,
  lifetime: ({ ranMs, lifetimeMs, startedAtEpochMs }, time) =>
    `${time(startedAtEpochMs)} 시작 뒤 ${span(ranMs)} 동안 정상, 토큰 수명 ${span(lifetimeMs)}`,
  "no-lifetime": ({ ranMs }) =>
    ranMs < 0 ? `마지막 기록 ${span(-ranMs)} 뒤에 프로세스 시작` : `시작 뒤 ${span(ranMs)} 동안 정상, 흔한 토큰 수명이 아님`,
  identity: ({ identity }) => `AWS가 인식한 신원: ${identity}`,

  // numbers of the application
  rising: ({ series, slopePerHour, level }) =>
    `${withParticle(series, "이/가")} 시간당 ${formatFigures(slopePerHour)}씩 늘어 현재 ${formatFigures(level)}`,
  "no-trend": ({ series, p, pBelow }) => `${series}: 우연을 넘는 증가 없음 (p = ${formatFigures(p)}, 기준 ${pBelow} 미만)`,
  "rise-too-small": ({ series, rise, riseNeeded }) => `${series}: 증가 ${formatFigures(rise)}, 기준 ${formatFigures(riseNeeded)}`,
  "no-longer-rising": ({ series, slopePerHour, slopeNeededPerHour }) =>
    `${series}: 최근 증가 시간당 ${formatFigures(slopePerHour)}, 기준 ${formatFigures(slopeNeededPerHour)}`,
  "usual-at-this-hour": ({ series, level, earlierMaximum, days }) =>
    `${series}: 현재 ${formatFigures(level)}, 지난 ${days}일 같은 시간 최대 ${formatFigures(earlierMaximum)}`,
  "too-few-points": ({ series, points, pointsNeeded }) => `${series}: 값이 부족함, ${pointsNeeded}개 중 ${points}개`,
  "until-limit": ({ limit, soonestMs, latestMs }) =>
    `이 속도로 ${range(soonestMs, latestMs)} 뒤 한도 ${formatFigures(limit)} 도달`,
  "above-limit": ({ limit }) => `한도 ${formatFigures(limit)} 초과`,
  "threads-started": ({ perHour }) => `시작되는 스레드 시간당 ${formatFigures(perHour)}개`,
  "thread-group": ({ count, threads, name, startedBy, added }) =>
    [
      `${formatFigures(threads)}개 중 ${formatFigures(count)}개가 \`${name}\``,
      ...(startedBy === undefined ? [] : [`시작한 곳 \`${startedBy}\``]),
      ...(added === undefined || added <= 0 ? [] : [`이전 덤프보다 ${formatFigures(added)}개 많음`]),
    ].join(", "),
  "threads-blocked": ({ blocked, threads }) => `스레드 ${formatFigures(threads)}개 중 ${formatFigures(blocked)}개가 락 대기`,
  "lock-owner": ({ owner, frame, waiters }) => `${formatFigures(waiters)}개가 ${owner} 대기, 위치 ${frame}`,
  deadlocked: ({ threads, names }) => `교착 상태 스레드 ${formatFigures(threads)}개${names === undefined ? "" : `: ${names}`}`,
  "in-use": ({ what, used, of }) => `${RESOURCES[what]} ${formatFigures(of)} 중 ${formatFigures(used)} 사용`,
  waiting: ({ what, count }) => `${RESOURCES[what]} 대기 ${formatFigures(count)}`,
  "waited-in-vain": ({ what, count }) => `${RESOURCES[what]} 대기 시간 초과 ${formatFigures(count)}회`,
  "share-of-time": ({ what, share }) => `${TIMES[what]} ${formatPercent(share)}`,
  "event-loop-lag": ({ lagMs }) => `이벤트 루프 지연 ${measured(lagMs)} (p99)`,
  "busy-in": ({ frame }) => `대부분의 위치: ${frame}`,

  // when
  started: ({ startedAtEpochMs, beforeFailureMs }, time) =>
    `프로세스 시작 ${time(startedAtEpochMs)}, 실패 시작 ${span(Math.abs(beforeFailureMs))} ${beforeFailureMs < 0 ? "뒤" : "전"}`,
  "slow-hour": ({ hour, daysHit, daysLooked, timesUsual }) =>
    `${formatHourOfDay(hour)} 시간대가 ${daysLooked}일 중 ${daysHit}일 느림, 그날 수준의 ${formatTimes(timesUsual)}배`,
  "slow-hour-other": ({ hour, hourNow }) => `느린 시간대는 ${formatHourOfDay(hour)}, 이번은 ${formatHourOfDay(hourNow)}`,
  "no-slow-hour": ({ days }) => `${days}일 동안 두드러진 시간대 없음`,
  "days-slower": ({ days, fromMs, toMs }) => `${days}일 사이 ${measured(fromMs)} → ${measured(toMs)}`,

  // ruled out
  "dns-fine": ({ ms, sameAddress }) => `DNS (${measured(ms)}${sameAddress ? ", 전과 같은 주소" : ""})`,
  "network-fine": ({ ms }) => `네트워크 (TCP ${measured(ms)})`,
  "certificate-fine": ({ daysLeft }) => `인증서 (${formatFigures(Math.floor(daysLeft))}일 남음)`,
  "prober-fine": ({ checks }) => `점검기 자체 (다른 체크 ${checks}개 정상)`,
  "location-fine": ({ location }) => `점검 위치 (${location}에서도 같음)`,
  "dependencies-fine": ({ checks }) => `의존 대상 (${checks}개 모두 정상)`,
  "s3-fine": () => "S3 자체 (응답함)",

  // for `bongsu explain`
  outweighed: ({ by }) => `이것도 맞지만 ${by} 우선`,
};

function replyTo(phase: string): string {
  return phase === "server" || phase === "script" ? "응답" : `${phase} 응답`;
}
