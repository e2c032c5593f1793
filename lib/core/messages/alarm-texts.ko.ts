/** Alarm texts in Korean. No particle stands directly after a variable: which one is right depends on its last sound. */
import type { AlarmTexts } from "./alarm-texts-contract.ts";

export const koreanAlarmTexts: AlarmTexts = {
  topics: {
    down: {
      means: (check) => `${check} — 장애. 응답이 없거나 체크가 기대한 응답이 아닙니다.`,
      first: (check) => `내 컴퓨터에서 직접 실행합니다: npx bongsu run ${check} (실패한 구간과 이유를 알려 줍니다)`,
    },
    "partly-down": {
      means: (check) =>
        `${check} — 부분 장애. 일부 위치에서만 연속으로 세 번 이상 실패했습니다. 대부분의 사용자는 느끼지 못할 수 있습니다.`,
      first: (check) => `내 컴퓨터에서 직접 실행합니다: npx bongsu run ${check} (그다음 그 위치와 대상 사이의 경로를 확인합니다)`,
    },
    slow: {
      means: (check) => `${check} — 지연. 응답은 올바르지만 연속으로 세 번 이상 체크가 정한 시간보다 오래 걸렸습니다.`,
      first: (check) => `어느 구간이 느린지 확인합니다: npx bongsu run ${check} (그다음 다른 체크의 응답 시간과 비교합니다)`,
    },
    certificate: {
      means: (check) => `${check} — 인증서 만료 임박. 지금은 정상이지만 만료되면 클라이언트가 연결을 거부합니다.`,
      first: () => "갱신되지 않은 이유, 또는 새 인증서가 적용되지 않은 이유를 확인합니다.",
    },
    leak: {
      means: (check) => `${check} — 누수 의심. 값이 한 시간 이상, 평소 변동 폭을 넘어 계속 늘고 있습니다.`,
      first: () => "지난 일주일의 값과, 늘기 시작한 때의 배포 내역을 확인합니다.",
    },
    "limit-near": {
      means: (check) => `${check} — 한도 임박. 지금 속도로는 여섯 시간 안에 한도에 이르고, 그 뒤 응답이 멈출 수 있습니다.`,
      first: () => "증거가 남아 있을 때 스레드 덤프나 힙 히스토그램을 받고, 한도에 이르기 전에 재시작을 계획합니다.",
    },
    log: {
      means: (check) =>
        `${check} — 로그 이벤트 초과. 패턴에 맞는 이벤트가 허용된 수보다 많습니다. 건마다 알리지 않고 한 번만 알립니다.`,
      first: () => "위 로그 그룹의 이벤트를 Logs Insights에서 읽습니다.",
    },
    "slow-hour": {
      means: (deployment) =>
        `${deployment} — 느린 시간대. 여러 날 같은 시각에 느려지거나 실패하는 체크가 있습니다. 지금은 정상일 수 있습니다.`,
      first: () => "CloudWatch 지표 Bongsu에서 Check 차원이 있는 SlowHour 지표로 해당 체크를 찾습니다.",
    },
    silent: {
      means: (shard) => `${shard} — 데이터 없음. 여러 주기 동안 점검이 끝나지 않았습니다. 대상이 정상인지 알 수 없습니다.`,
      first: () => "점검기의 최근 로그를 보고, 스케줄이 켜져 있는지 확인합니다.",
    },
    unknown: {
      means: (shard) => `${shard} — 일부 체크의 결과를 매번 알 수 없습니다. 점검기 문제이거나 비밀 값을 읽지 못한 것입니다.`,
      first: () => '점검기 로그에서 "unknown"을 검색합니다. 줄마다 체크와 이유가 있습니다.',
    },
    errors: {
      means: (name) => `${name} — 함수 오류. 대상이 아니라 Bongsu 또는 배포의 문제입니다.`,
      first: () => "함수 로그에서 level이 ERROR인 첫 줄을 읽습니다.",
    },
    throttles: {
      means: (name) => `${name} — 실행 지연 반복. 계정의 동시 실행 한도를 모두 쓰고 있습니다.`,
      first: () => "계정의 ConcurrentExecutions 지표를 한도와 비교합니다.",
    },
    "analyst-silent": {
      means: (analyst) =>
        `${analyst} — 분석기 중단. 두 시간 동안 실행되지 않아 누수와 느린 시간대를 찾지 못합니다. 다른 알람에는 영향이 없습니다.`,
      first: () => "스케줄이 켜져 있는지 확인하고, 데드 레터 큐(DLQ)를 봅니다.",
    },
    "dead-letters": {
      means: (queue) => `${queue} — 실행되지 못한 점검의 이벤트가 쌓여 있습니다.`,
      first: () => "큐의 메시지 하나를 읽습니다. 이벤트와 이유가 들어 있습니다.",
    },
    undelivered: {
      means: (deployment) =>
        `${deployment} — CloudWatch가 일부 측정값을 받지 않았습니다. 알람이 부족한 데이터로 판단할 수 있습니다.`,
      first: () => '점검기 로그에서 "undelivered"를 검색합니다. 줄마다 이유와 측정값이 있습니다.',
    },
    blind: {
      means: (place) =>
        `${place} — 이 위치의 OTLP 지표가 CloudWatch에 보이지 않거나 PromQL 알람을 평가할 수 없습니다. 이 위치에서는 metrics: otlp 체크의 장애를 알아차리지 못합니다.`,
      first: () => "CloudWatch Query Studio에서 bongsu_up을 조회하고, 점검기 로그에서 받지 않은 측정값(undelivered)을 찾습니다.",
    },
    "responder-silent": {
      means: (responder) => `${responder} — 알림 중단. 5분 동안 실행되지 않아, 이 메시지 말고는 아무 알림도 가지 않습니다.`,
      first: () => "CloudWatch에서 알람을 직접 확인하고, 스케줄이 켜져 있는지 봅니다.",
    },
    "responder-late": {
      means: (queue) => `${queue} — 알림 지연. 알람이 5분 넘게 큐에 남아 있어, 알림이 늦거나 가지 않을 수 있습니다.`,
      first: () => "CloudWatch에서 알람을 직접 확인하고, 응답기의 최근 로그를 읽습니다.",
    },
    untold: {
      means: (deployment) => `${deployment} — 보내지 못한 메시지가 있습니다. 장애를 전달받지 못한 사람이 있습니다.`,
      first: () => '응답기 로그에서 "untold"를 검색합니다. 줄마다 이유와 연락처가 있습니다.',
    },
  },
  several: (group) => `${group} 체크 하나 이상`,
  labels: {
    which: "해당 체크: CloudWatch에서 이 알람의 기여자(contributor) 목록을 봅니다.",
    first: "먼저 할 일:",
    ownRunbook: "서비스 런북:",
    runbook: "런북:",
    dashboard: "대시보드:",
  },
};
