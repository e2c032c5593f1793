/** Causes in Korean. A particle after a variable comes from `withParticle`: which one is right depends on its last sound. */
import { type CauseCatalogue, MISSING_STATUSES } from "./causes-contract.ts";
import { withParticle } from "./korean.ts";
import { formatFigures, formatHourOfDay, korean } from "./quantities.ts";

export const koreanCauses: CauseCatalogue = {
  // our own fault
  "prober-fault": () => ({
    says: "점검기 자체의 오류입니다. 대상에 대해서는 알 수 없습니다.",
    next: ["점검기 로그에서 가장 최근 오류를 읽고 알려 주십시오."],
  }),
  "prober-out-of-time": () => ({
    says: "점검기의 실행 시간이 모자랐습니다. 대상에 대해서는 알 수 없습니다.",
    next: ["점검기에 시간을 더 주거나 샤드의 체크 수를 줄입니다."],
  }),
  "secret-unavailable": () => ({
    says: "이 체크의 비밀 값을 읽을 수 없어 대상을 점검하지 못했습니다.",
    next: ["비밀 값이 있는지, 점검기 역할에 읽기 권한이 있는지 확인합니다."],
  }),
  "cold-start": () => ({
    says: "점검기가 막 시작되어 첫 조회와 핸드셰이크가 느렸습니다.",
    next: ["다음 실행을 기다립니다. 이번 값은 응답 시간 통계에서 제외합니다."],
  }),
  "prober-overloaded": () => ({
    says: "측정하는 동안 점검기 자체가 과부하 상태였습니다.",
    next: ["점검기의 메모리를 늘리거나 동시에 실행하는 체크를 줄입니다."],
  }),
  "prober-silent": ({ ageMs }) => ({
    says: `점검기가 ${korean.span(ageMs)} 동안 응답이 없습니다. 대상의 상태를 알 수 없습니다.`,
    next: ["점검기의 최근 로그를 봅니다.", "스케줄이 켜져 있는지 확인합니다."],
  }),
  "our-clock-wrong": () => ({
    says: "점검기의 시계가 틀려 서명과 토큰이 거부됩니다.",
    next: ["점검기가 실행되는 곳의 시간 동기화(NTP)를 확인합니다."],
  }),
  "our-credentials-unavailable": () => ({
    says: "점검기가 AWS 자격 증명을 받지 못해 대상을 점검하지 못했습니다.",
    next: ["점검기의 역할, 프로필, 메타데이터 서비스가 응답하는지 확인합니다."],
  }),

  // the place we probe from
  "location-fault": ({ location }) => ({
    says: `${location}에서 실행한 체크 대부분이 대상에 닿지 못합니다. 각 대상이 아니라 그곳의 문제입니다.`,
    next: [`${location}의 외부 경로를 확인합니다: NAT, 라우팅, 방화벽, 공급자 상태.`],
  }),
  "resolver-fault": ({ location }) => ({
    says: `${location}에서 이름을 조회할 수 없습니다. 그곳의 DNS 리졸버 문제입니다.`,
    next: ["리졸버 상태와 53번 포트(UDP, TCP)가 열려 있는지 확인합니다."],
  }),
  "some-places-only": ({ failing, places, all }) => ({
    says: `${all}곳 중 ${places}곳에서만 실패합니다(${failing}). 그곳에서 나가는 경로나 그 위치에 대한 규칙 때문입니다.`,
    next: [
      "방화벽, WAF 규칙, 지역 차단이 그 위치에 적용되는지 확인합니다.",
      "그곳에서 이름이 가리키는 주소를 비교합니다. DNS는 위치마다 다를 수 있습니다.",
    ],
  }),

  // what it rests on
  "dependency-down": ({ check }) => ({
    says: `이 체크가 의존하는 대상에 장애가 있습니다: ${check}.`,
    next: [`먼저 확인할 것: ${check}.`],
  }),

  // where it is found
  "host-fault": ({ host }) => ({
    says: `호스트 ${host}의 체크 대부분이 실패합니다. 각 서비스가 아니라 호스트의 문제입니다.`,
    next: ["호스트가 실행 중인지, 연결되는지, 메모리나 디스크가 부족한지 확인합니다."],
  }),
  "management-only": ({ check }) => ({
    says: `메트릭 주소만 실패합니다. 서비스 자체(${check})는 응답합니다.`,
    next: ["관리 포트와 접근 권한을 확인합니다."],
  }),
  "name-missing": ({ name, inVpc }) => ({
    says: `이름 ${withParticle(name, "이/가")} 없거나 주소가 없습니다.`,
    next: inVpc
      ? [
          "이 이름의 프라이빗 호스팅 영역이 점검기의 VPC에 연결됐는지 확인합니다.",
          "VPC의 DNS 지원과 DNS 호스트 이름이 켜져 있는지 확인합니다.",
          "자체 데이터 센터의 이름이면 Resolver 규칙과 53번 포트를 확인합니다.",
        ]
      : ["권한 있는 네임서버에 직접 조회합니다.", "도메인 만료일과 존의 최근 변경을 확인합니다."],
  }),
  "name-unresolvable": ({ name }) => ({
    says: `이름 ${withParticle(name, "은/는")} 조회되지 않지만 다른 이름은 조회됩니다. 이 이름의 네임서버에 문제가 있습니다.`,
    next: ["권한 있는 네임서버에 직접 조회합니다.", "위임, DNSSEC 키, 네임서버 상태를 확인합니다."],
  }),
  "address-changed": ({ address }) => ({
    says: `실패하기 시작한 뒤로 이름이 다른 주소(${address})를 가리킵니다.`,
    next: ["레코드를 마지막 정상 주소와 비교합니다.", "같은 Host 헤더로 이전 주소에 직접 요청합니다."],
  }),
  "records-changed": () => ({
    says: "DNS 레코드가 전과 다릅니다.",
    next: ["누가 존을 변경했는지, 의도한 변경인지 확인합니다."],
  }),
  "ipv6-broken": () => ({
    says: "IPv6 주소는 실패하고 IPv4 주소는 정상입니다.",
    next: ["IPv6 경로를 고치거나 그때까지 AAAA 레코드를 지웁니다."],
  }),

  // its connections
  "not-listening": ({ inVpc }) => ({
    says: "이 포트에서 대기하는 프로세스가 없습니다. 중지되었거나 다른 포트를 씁니다.",
    next: [
      "프로세스가 실행 중인지, 언제 시작되었는지 확인합니다.",
      "포트나 배포가 바뀌었는지 확인합니다.",
      ...(inVpc ? ["보안 그룹과 라우팅은 원인이 아닙니다. 막았다면 거부가 아니라 무응답입니다."] : []),
    ],
  }),
  "host-silent": ({ inVpc }) => ({
    says: "호스트가 전혀 응답하지 않습니다. 호스트가 꺼졌거나 방화벽·라우팅이 막고 있습니다.",
    next: inVpc
      ? [
          "보안 그룹: 점검기 쪽 아웃바운드와 대상 쪽 인바운드에 이 포트가 있어야 합니다.",
          "두 서브넷의 네트워크 ACL: 이 포트와, 돌아오는 1024~65535번 포트를 확인합니다.",
          "두 서브넷의 라우팅: VPC Reachability Analyzer가 막는 곳을 알려 줍니다.",
        ]
      : ["호스트의 다른 포트와 내부 ping을 시험합니다.", "보안 그룹, 방화벽, 라우팅의 변경을 확인합니다."],
  }),
  "accept-queue-full": () => ({
    says: "프로세스가 더 이상 연결을 받지 않습니다. 대기 큐가 가득 찼습니다.",
    next: [
      "호스트에서 `ss -ltn`의 Recv-Q와 Send-Q를 비교합니다.",
      "재시작 전에 스레드 덤프를 뜨거나 실행 중인 쿼리를 확인합니다.",
    ],
  }),
  "no-route": ({ inVpc }) => ({
    says: "호스트까지 가는 경로가 없습니다.",
    next: inVpc
      ? [
          "점검기 서브넷의 라우팅 테이블에 대상 네트워크가 있는지 확인합니다.",
          "돌아오는 길도 확인합니다: 대상의 라우팅 테이블, 보안 그룹, 네트워크 ACL.",
        ]
      : ["라우팅 테이블, 서브넷, VPN을 확인합니다."],
  }),
  "reset-on-connect": () => ({
    says: "연결이 맺어지자마자 재설정되는 일이 반복됩니다.",
    next: ["로드 밸런서의 정상 대상을 확인합니다.", "연결 수 한도와 포트가 TLS를 요구하는지 확인합니다."],
  }),
  "closes-on-request": () => ({
    says: "요청을 받으면 서버가 연결을 닫습니다.",
    next: ["그 시각의 애플리케이션 로그에서 요청을 받고 죽는지 확인합니다.", "포트의 프로토콜이 맞는지 확인합니다."],
  }),

  // TLS
  "tls-stalled": () => ({
    says: "연결은 받지만 TLS를 시작하지 않습니다.",
    next: ["TLS를 처리하는 쪽의 부하를 확인합니다.", "TCP만 점검하는 체크와 비교합니다."],
  }),
  "tls-policy": () => ({
    says: "클라이언트와 서버의 TLS 버전이나 암호 방식이 서로 맞지 않습니다.",
    next: ["서버가 받는 버전·암호 방식과 요청한 것을 비교합니다."],
  }),
  "tls-not-spoken": () => ({
    says: "이 포트에서 서버가 TLS를 쓰지 않습니다.",
    next: ["체크의 스킴과 포트가 맞는지 확인합니다.", "서버에서 TLS가 꺼졌는지 확인합니다."],
  }),
  "client-certificate-required": () => ({
    says: "서버가 클라이언트 인증서를 요구하지만 받지 못했습니다.",
    next: ["체크에 인증서와 키(`tls: { cert, key }`)를 지정하거나, 요구가 생긴 이유를 확인합니다."],
  }),
  "certificate-expired": () => ({
    says: "인증서가 만료되었습니다.",
    next: ["인증서를 갱신하고 자동 갱신이 왜 실행되지 않았는지 확인합니다."],
  }),
  "certificate-expiring": ({ daysLeft }) => ({
    says: `인증서가 ${Math.floor(daysLeft)}일 뒤 만료됩니다. 제때 갱신되지 않았습니다.`,
    next: ["인증서를 갱신하고 자동 갱신이 왜 실행되지 않았는지 확인합니다."],
  }),
  "certificate-not-yet-valid": () => ({
    says: "인증서가 아직 유효하지 않습니다.",
    next: ["유효 시작일을 양쪽 시계와 비교합니다.", "잘못된 인증서가 설치되었는지 확인합니다."],
  }),
  "certificate-name-mismatch": () => ({
    says: "인증서의 이름이 요청한 이름과 다릅니다.",
    next: ["서버가 이 이름(SNI)에 맞는 인증서를 고르는지 확인합니다.", "인증서에 이름을 추가합니다."],
  }),
  "certificate-untrusted": () => ({
    says: "신뢰할 수 없는 발급자의 인증서입니다.",
    next: ["신뢰하는 발급자의 인증서를 설치하거나 체크에 발급자(`tls: { ca }`)를 지정합니다."],
  }),
  "certificate-chain-incomplete": () => ({
    says: "서버가 중간 인증서를 보내지 않습니다.",
    next: ["서버에 전체 체인을 설치합니다."],
  }),

  // whether and how it serves
  "not-serving": ({ kind }) => ({
    says: "연결은 받지만 처리하지 않습니다.",
    next:
      kind === "kdb"
        ? ["실행 중인 쿼리와 보낸 사용자를 확인합니다.", "열린 핸들 수(.z.W)를 봅니다.", "쿼리 시간 제한(-T)을 설정합니다."]
        : ["재시작 전에 스레드 덤프를 뜨거나 사용 중인 작업 스레드 수를 봅니다.", "스레드가 무엇을 기다리는지 확인합니다."],
  }),
  "queue-ahead": () => ({
    says: "다른 요청들이 앞에서 기다립니다. 작은 호출이 많이 몰렸습니다.",
    next: ["사용자별 핸들과 호출 수를 셉니다.", "호출하는 쪽에서 여러 행을 묶어 보내게 합니다."],
  }),
  "slow-query": () => ({
    says: "느린 쿼리 하나가 프로세스를 붙잡고 있습니다. 한 번에 한 요청만 처리합니다.",
    next: ["로그에서 쿼리를 찾습니다.", "쿼리 시간 제한(-T)을 설정합니다.", "인덱스를 추가하거나 조회할 파티션을 줄입니다."],
  }),
  "kdb-credentials-refused": () => ({
    says: "kdb+가 사용자나 비밀번호를 거부합니다.",
    next: ["사용자 파일이나 .z.pw에서 비밀번호가 바뀌었는지 확인합니다."],
  }),
  "slower-by-the-day": () => ({
    says: "날마다 응답이 느려집니다. 연결 시간은 그대로입니다.",
    next: ["테이블, 힙, 데이터의 증가와 비교합니다.", "느려지기 시작한 때의 배포를 확인합니다."],
  }),
  "slow-transfer": () => ({
    says: "응답은 평소처럼 시작되지만 큰 본문이 느리게 옵니다.",
    next: ["크기를 어제와 비교해 압축이 꺼졌는지 확인합니다.", "중간 구간의 대역폭을 확인합니다."],
  }),
  "body-cut-short": () => ({
    says: "응답이 끝나기 전에 끊어집니다.",
    next: ["중간 프록시의 읽기 시간 제한을 확인합니다.", "그 시각의 애플리케이션 로그를 읽습니다."],
  }),

  // what it answers
  "server-error": ({ status }) => ({
    says: `서버가 직접 ${withParticle(String(status), "을/를")} 응답합니다.`,
    next: ["네트워크가 아니라 이 주소 뒤의 서비스를 확인합니다.", "그 시각의 로그를 읽습니다."],
  }),
  "client-error": ({ status }) => ({
    says: MISSING_STATUSES.includes(status)
      ? `서버가 직접 ${withParticle(String(status), "을/를")} 응답합니다. 이 주소에는 아무것도 없다고 합니다.`
      : `서버가 직접 ${withParticle(String(status), "을/를")} 응답합니다. 우리 요청이 잘못되었다고 합니다.`,
    next: ["주소, 메서드, 헤더를 서비스가 지금 받는 것과 비교합니다.", "배포와 함께 경로나 버전이 없어졌는지 확인합니다."],
  }),
  "component-down": ({ component }) => ({
    says: `애플리케이션이 직접 이상을 보고합니다: ${component}.`,
    next: [`확인할 것: ${component}.`],
  }),
  "gateway-upstream": ({ status }) => ({
    says: `게이트웨이가 ${withParticle(String(status), "을/를")} 응답합니다. 그 뒤의 서비스가 느리거나 멈췄습니다.`,
    next: ["게이트웨이 대상의 상태를 확인합니다.", "뒤의 서비스에 직접 요청합니다."],
  }),
  "bad-release": ({ startedAtEpochMs }, time) => ({
    says: `${time(startedAtEpochMs)}에 새로 시작된 뒤 곧 실패하기 시작했습니다. 그 전에는 정상이었습니다.`,
    next: ["그때 무엇이 배포되었는지 확인하고 되돌리기를 검토합니다."],
  }),
  "rate-limited": () => ({
    says: "서버가 요청 횟수를 제한합니다.",
    next: ["우리 체크가 얼마나 자주 요청하는지 확인합니다.", "한도와, 그 한도를 함께 쓰는 곳을 확인합니다."],
  }),
  "access-refused": () => ({
    says: "서버가 접근을 거부합니다. 토큰이 만료되었거나 새 규칙이 생겼습니다.",
    next: ["이 체크의 비밀 값이 언제 것인지 확인합니다.", "방화벽이나 게이트웨이(WAF) 로그를 봅니다."],
  }),
  "redirect-loop": () => ({
    says: "리다이렉트가 끝없이 순환합니다.",
    next: ["호스트 이름과 https 규칙, 프록시의 스킴 헤더를 확인합니다."],
  }),
  "redirected-away": ({ url }) => ({
    says: `다른 곳으로 리다이렉트됩니다: ${url}.`,
    next: ["세션이나 토큰이 만료되었는지 확인합니다.", "호스트 이름과 https 규칙을 확인합니다."],
  }),
  "wrong-content": () => ({
    says: "상태 코드는 맞지만 내용이 다릅니다.",
    next: ["본문을 기대한 내용과 비교합니다: 오류 페이지, 점검 페이지, 오래된 캐시?"],
  }),
  "answer-garbled": () => ({
    says: "돌아온 내용이 프로토콜에 맞는 응답이 아니거나, 압축을 풀 수 없습니다.",
    next: ["이 포트를 실제로 어떤 프로세스가 열고 있는지 확인합니다.", "중간의 프록시, 압축 캐시, 에이전트를 확인합니다."],
  }),
  "server-clock-wrong": ({ skewMs }) => ({
    says: `서버의 시계가 ${korean.span(Math.abs(skewMs))} ${skewMs < 0 ? "늦습니다" : "빠릅니다"}.`,
    next: ["서버의 시간 동기화(NTP)를 확인합니다."],
  }),

  // credentials for AWS
  "credentials-frozen": () => ({
    says: "기록하는 쪽의 자격 증명이 고정되었거나 만료되었습니다.",
    next: ["받아 둔 자격 증명이 아니라 자격 증명 공급자 자체를 넘깁니다.", "재시작하면 토큰 수명만큼만 다시 동작합니다."],
  }),
  "writer-stopped": () => ({
    says: "기록이 멈췄습니다. 자격 증명이 고정·만료되었거나, 기록하는 프로세스가 멈췄거나 종료되었습니다.",
    next: [
      "기록하는 쪽의 로그에서 ExpiredToken을 찾습니다.",
      "시작 시각과 마지막 기록 시각을 비교합니다: 1, 6, 12시간 차이면 자격 증명을 의심합니다.",
    ],
  }),
  "object-missing": () => ({
    says: "객체가 없습니다.",
    next: ["기록하는 쪽이 아직 도는지, 어떤 키로 기록하는지 확인합니다.", "수명 주기 규칙이나 정리 작업이 지웠는지 확인합니다."],
  }),
  "access-denied": () => ({
    says: "AWS가 신원을 확인하고도 거부합니다. 만료가 아니라 정책 문제입니다.",
    next: ["CloudTrail에서 정책(IAM, 버킷, KMS, SCP) 변경을 찾습니다."],
  }),

  // what its own metrics tell
  "thread-leak": ({ slopePerHour }) => ({
    says: `살아 있는 스레드가 시간당 ${formatFigures(slopePerHour)}개씩 늘어납니다. 시작된 뒤 끝나지 않습니다.`,
    next: ["어디서 시작되는지, 작업마다 새 executor를 만드는지 확인합니다.", "한도에 닿기 전에 재시작을 계획합니다."],
  }),
  "thread-churn": () => ({
    says: "스레드가 계속 시작되고 끝납니다.",
    next: ["작업을 스레드 풀에서 실행합니다."],
  }),
  "lock-convoy": () => ({
    says: "많은 스레드가 하나의 락을 기다립니다.",
    next: ["락을 가진 스레드가 거기서 무엇을 하는지 확인합니다."],
  }),
  deadlock: () => ({
    says: "스레드들이 서로를 기다립니다(교착 상태). 저절로 풀리지 않습니다.",
    next: ["스레드 덤프를 보관하고 재시작합니다.", "모든 곳에서 같은 순서로 락을 잡게 합니다."],
  }),
  "descriptor-leak": () => ({
    says: "파일이나 소켓이 열리고 닫히지 않습니다.",
    next: ["`lsof` 출력을 종류별로 셉니다.", "CLOSE_WAIT가 많으면 응답을 닫지 않는 것입니다."],
  }),
  "steady-rise": ({ series }) => ({
    says: `${withParticle(series, "이/가")} 시간이 갈수록 늘고 내려오지 않습니다.`,
    next: ["무엇이 더해지고 지워지지 않는지 확인합니다."],
  }),
  "connection-pool-exhausted": () => ({
    says: "DB 커넥션이 모두 사용 중입니다. 느린 쿼리이거나 반납되지 않은 커넥션입니다.",
    next: ["커넥션의 최장 사용 시간을 봅니다.", "DB에서 지금 실행 중인 쿼리를 봅니다.", "leakDetectionThreshold를 켭니다."],
  }),
  "workers-busy": () => ({
    says: "요청 스레드가 모두 무언가를 기다리며 사용 중입니다.",
    next: ["스레드 덤프를 떠서 대부분 어디에 머물러 있는지 봅니다.", "호출하는 쪽들의 응답 시간을 봅니다."],
  }),
  "heap-pressure": () => ({
    says: "힙이 거의 찼습니다. JVM이 GC에 시간을 씁니다.",
    next: ["GC 뒤에도 남는 데이터의 추세를 봅니다.", "담당자가 힙 덤프를 뜹니다."],
  }),
  "cpu-saturated": () => ({
    says: "CPU에 여유가 없습니다.",
    next: ["CPU를 가장 많이 쓰는 스레드를 봅니다."],
  }),
  "event-loop-blocked": () => ({
    says: "코드가 Node 프로세스의 이벤트 루프를 막고 있습니다.",
    next: ["CPU 프로파일을 뜹니다."],
  }),
  "metrics-stale": () => ({
    says: "메트릭이 오래되었습니다. 보내는 쪽이 멈췄으므로 값을 판단하지 않습니다.",
    next: ["애플리케이션이나 대신 보내는 쪽이 실행 중인지 확인합니다."],
  }),

  // when it happens
  restarted: ({ startedAtEpochMs }, time) => ({
    says: `프로세스가 ${time(startedAtEpochMs)}에 새로 시작되었습니다.`,
    next: ["종료 코드와 메모리 부족 종료를 확인합니다.", "배포가 있었는지 확인합니다."],
  }),
  "busy-hour": ({ hour }) => ({
    says: `날마다 ${formatHourOfDay(hour)}부터 한 시간 동안 느립니다. 그 시간의 부하나 작업입니다.`,
    next: ["그 시간의 작업과 연계 업체를 나열합니다.", "그때의 요청 수를 비교합니다."],
  }),
  "minute-marks": () => ({
    says: "정각과 30분에 실패합니다. 예약 작업의 영향입니다.",
    next: ["crontab을 확인합니다."],
  }),
  flapping: () => ({
    says: "정상과 장애가 번갈아 나타납니다. 한도 근처이거나 복제본 하나가 이상합니다.",
    next: ["어느 주소나 복제본이 잘못 응답하는지 확인합니다.", "한도를 평소 값과 비교합니다."],
  }),
};
