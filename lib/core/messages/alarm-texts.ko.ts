/** Alarm texts in Korean. No particle stands directly after a variable: which one is right depends on its last sound. */
import type { AlarmTexts } from "./alarm-texts-contract.ts";

export const koreanAlarmTexts: AlarmTexts = {
  topics: {
    down: {
      means: (check) => `${check} — 장애. 응답이 없거나 체크가 기대한 응답이 아닙니다.`,
      first: (check) => `내 컴퓨터에서 직접 실행합니다: npx bongsu run ${check} (실패한 구간과 이유를 알려 줍니다)`,
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
      means: (prober) => `${prober} — 점검기 오류. 대상이 아니라 Bongsu 또는 배포의 문제입니다.`,
      first: () => "점검기 로그에서 level이 ERROR인 첫 줄을 읽습니다.",
    },
    throttles: {
      means: (prober) => `${prober} — 실행 지연 반복. 계정의 동시 실행 한도가 모두 사용 중입니다.`,
      first: () => "계정의 ConcurrentExecutions 지표를 한도와 비교합니다.",
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
  },
  labels: { first: "먼저 할 일:", ownRunbook: "서비스 런북:", runbook: "런북:", dashboard: "대시보드:" },
};
