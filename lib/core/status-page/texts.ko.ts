import type { StatusTexts } from "./texts-contract.ts";

export const koreanStatus: StatusTexts = {
  language: "한국어",
  untitled: "서비스 상태",
  overall: { operational: "정상", degraded: "성능 저하", partial: "일부 장애", major: "전체 장애", unknown: "데이터 없음" },
  sentence: (overall, { all, bad }) => {
    if (overall === "operational") return `서비스 ${all}개가 모두 정상입니다.`;
    if (overall === "degraded") return `서비스 ${all}개 중 ${bad}개의 응답이 느립니다.`;
    if (overall === "unknown") return `서비스 ${all}개 중 ${bad}개의 현재 상태를 알 수 없습니다.`;
    return `서비스 ${all}개 중 ${bad}개에 장애가 있습니다.`;
  },
  states: { up: "정상", slow: "성능 저하", down: "장애", none: "데이터 없음" },
  since: (moment) => `${moment}부터`,
  lastKnown: "마지막 확인:",
  stale: (moment) => `${moment} 이후 새 데이터 없음`,
  staleWhy: "이 페이지는 1분마다 새로 만들어져야 하지만 그렇지 못했습니다. 아래 내용은 오래되어 사실과 다를 수 있습니다.",
  headings: { open: "현재 상황", services: "서비스", past: "지난 장애, 최근 90일" },
  phases: { investigating: "조사 중", identified: "원인 확인", monitoring: "경과 관찰", resolved: "해결" },
  cannotUse: (services) => `${services}: 요청이 실패할 수 있습니다.`,
  answersSlowly: (services) => `${services}: 응답이 느립니다.`,
  began: ({ moment, span }) => `${moment}부터, ${span}째`,
  lasted: ({ moment, span }) => `${moment}, ${span} 동안`,
  nextUpdate: (time) => `다음 업데이트 ${time}.`,
  noPast: "없습니다.",
  availability: ({ percent, runs }) => `점검 ${runs}회 중 ${percent}`,
  coverage: ({ days, shown }) => `${shown}일 중 ${days}일의 데이터`,
  nothingCounted: "아직 집계한 점검이 없습니다",
  bars: ({ bad, good, none, shown }) => `최근 ${shown}일: 실패 없음 ${good}일, 실패 있음 ${bad}일, 데이터 없음 ${none}일.`,
  daysAgo: (days) => `${days}일 전`,
  today: "오늘",
  badDays: (count) => `실패가 있던 날 ${count}일`,
  columns: { day: "날짜", failed: "실패한 점검", of: "전체" },
  legend:
    "막대 하나가 하루입니다. 낮은 막대는 실패 없음, 높을수록 실패가 많으며 10%에서 가장 높습니다. 끊어진 막대는 10% 초과, 점은 데이터 없음입니다.",
  updated: (moment) => `업데이트 ${moment}`,
  countedUntil: (moment) => `집계 기준 ${moment}`,
  withoutScript: "JavaScript 없이는 이 페이지가 얼마나 오래되었는지 스스로 알릴 수 없습니다. 업데이트 시각을 시계와 비교하세요.",
  feed: "피드",
  data: "데이터",
  list: (items) => items.join(", "),
};
