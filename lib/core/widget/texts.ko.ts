import type { WidgetTexts } from "./texts-contract.ts";

export const koreanWidget: WidgetTexts = {
  help: [
    "## Bongsu",
    "CloudWatch 지표로 점검 기록과 느린 시간대를 그리고, 진행 중인 인시던트를 알려 줍니다. 읽기만 하고 아무것도 바꾸지 않습니다.",
    "",
    "`view: overview` — 대시보드에 표시된 기간을 체크마다 한 줄로 그립니다.",
    "",
    "`view: check`, `check: acme-prod/checkout` — 체크 하나의 진행 중인 인시던트, 최근 하루, 최근 몇 주, 시간대를 그립니다.",
  ].join("\n"),
  columns: { state: "상태", check: "체크", history: "기록", usual: "평소" },
  slices: ({ from, to, slice }) => `${from} ~ ${to}. 표시 하나는 ${slice}이며 그 안에서 가장 나쁜 실행을 나타냅니다.`,
  press: "이름을 누르면 진행 중인 인시던트, 최근 하루, 최근 몇 주, 느린 시간대가 나옵니다.",
  hidden: (count) => `나머지 체크 ${count}개는 그리지 않았습니다. 위의 체크는 읽은 것 중 가장 나쁜 순서입니다.`,
  unread: (count, reason) => `체크 ${count}개의 기록을 읽지 못했습니다: ${reason}.`,
  noChecks: "이 배포에는 점검하는 체크가 없습니다.",
  last: (span) => `최근 ${span}`,
  availability: (percent, runs) => `${runs}회 중 ${percent} 정상 또는 지연`,
  noRuns: "실행 없음",
  usual: (time) => `평소 ${time}`,
  incident: (id) => `진행 중인 인시던트 ${id}`,
  incidentsUnread: (reason) => `진행 중인 인시던트를 읽지 못했습니다: ${reason}.`,
  hours: "시간대, 최근 7일",
  hoursUnread: (reason) => `시간대를 읽지 못했습니다: ${reason}.`,
  refused: {
    view: "이 위젯에는 매개변수 view: overview 또는 view: check 값이 필요합니다.",
    "no-check": "대시보드 위쪽에서 체크를 고르세요.",
  },
  unknownCheck: (id) => `이 배포에 없는 체크입니다: ${id}.`,
  failed: (reason) => `그림을 그리지 못했습니다: ${reason}.`,
  fault: "자체 오류로 그림을 그리지 못했습니다. 함수 로그에 기록되어 있습니다.",
  elsewhere: "이 대시보드의 알람과 그래프는 함수 없이도 같은 내용을 보여 줍니다.",
};
