import type { status as english } from "../en/status.ts";

/** `status`: 서비스가 동작하는지, 아니라면 왜 아닌지. */
export const status: typeof english = {
  statusUp: (url) => `정상 동작 중: ${url}`,
  statusDown: (reason) => `동작하지 않음: ${reason}`,
  statusComing: (reason) => `준비 중: ${reason}`,
  statusUnknown: (reason) => `확인할 수 없음: ${reason}`,

  statusNothingMade: "아직 만든 것이 없습니다. `deploy-wizard resume`으로 시작하세요",
  statusTakenDown: "이미 내린 배포입니다. 남겨 둔 리소스는 아래에 있습니다",
  statusGone: (title) => `${title}: 더 이상 존재하지 않습니다`,
  statusIs: (title, state) => `${title}: ${state} 상태입니다`,
  statusUnfinished: (title) => `${title}: 생성 중이거나 생성이 중단되었습니다. \`deploy-wizard resume\`으로 이어집니다`,
  statusNotMade: (key) => `${key}: 아직 만들지 않았습니다. \`deploy-wizard resume\`으로 이어집니다`,
  statusDeploying: (id) => `배포 ${id} 진행 중`,
  statusNotVisible: (url) =>
    `필요한 리소스는 모두 있습니다. 다만 로드 밸런서가 없으면 ${url} 응답 여부는 AWS에서 알 수 없습니다`,
  statusNoAnswer: (url, why) => `${url} 응답 없음: ${why}`,
  statusAnswersWith: (url, status) => `${url} 응답이 ${status}입니다. 앱에서 오류가 났거나 앱이 멈췄습니다`,
  statusNotTrusted: (url, issuer) =>
    `브라우저가 ${url} 인증서를 신뢰하지 않습니다 (발급자: ${issuer}). nginx가 Let's Encrypt에 다시 요청합니다`,

  statusBecause: (...chain) => chain.join(" - 원인: "),
  statusNoHttps: "HTTPS 리스너가 아직 없음",
  statusListenerNext: "지난 실행 이후에 인증서가 발급됨 (`deploy-wizard resume`으로 리스너 생성)",
  statusNotIssued: "인증서가 발급되지 않음",
  statusAcmLooks: "ACM이 DNS에서 검증 레코드를 아직 찾지 못함 (보통 몇 분, 이후 `deploy-wizard resume`)",
  statusNotDelegated: (verdict) => `네임서버가 아직 Route 53으로 바뀌지 않음. ${verdict}`,
  statusNotShown: (title) => `AWS에서 ${title} 상태를 확인하지 못함. 이유는 아래 참고`,
  statusDnsSilent: (domain) => `${domain} 네임서버를 DNS에서 조회하지 못함`,

  statusOldStillRuns: (id) => `배포 ${id}: 성공하지 못했습니다. 이전 버전이 계속 동작하고 있습니다.`,
  statusSomeServers: (sick, all) => `서버 ${all}대 중 ${sick}대가 정상이 아닙니다.`,
  statusExpiresSoon: (days) =>
    `인증서가 ${days}일 뒤 만료되는데 아직 갱신되지 않았습니다. 검증 레코드가 DNS에 남아 있는지 확인하세요.`,
  statusDrift: (count) => `리소스 ${count}개가 기록과 다릅니다. 아래 "다름" 줄을 확인하세요.`,
  statusFailsOpen: "정상인 서버가 하나도 없으면 로드 밸런서는 모든 서버로 요청을 보냅니다.",

  statusResources: "리소스",
  statusServers: "로드 밸런서 뒤의 서버",
  statusCertificate: "인증서",
  statusDelegation: "네임서버",
  statusDeployment: "마지막 배포",
  statusCost: "비용",
  statusLinks: "AWS 콘솔",

  statusThereBefore: "기존 리소스",
  statusDiffers: (what) => `다름: ${what}`,
  statusAllFine: (count) => `리소스 ${count}개 정상`,

  statusExpires: (date, days) => `${date} 만료 (${days}일 남음)`,
  statusRenews: "ACM이 자동으로 갱신",
  statusRenewsOnceUsed: "로드 밸런서에 연결되면 ACM이 자동으로 갱신",
  statusFromOutside: (issuer) => `서버가 보여 주는 인증서, 발급자: ${issuer}`,
  statusOnServer:
    "서버에 있습니다. nginx가 Let's Encrypt에서 발급받아 갱신합니다. AWS에서는 보이지 않으므로 유효 기간은 브라우저에서 확인하세요.",

  statusNoDeployment: "아직 없음. 첫 배포 전까지는 임시 페이지가 응답합니다",
  statusDeployed: (id, state, age) => `${id}  ${state}, ${age}`,
  statusOf: (what) => `버전: ${what}`,
  statusFailedAt: (event, instanceId) => `${instanceId}의 ${event} 단계에서 실패`,
  statusRolledBack: (id, state) => `${id} 배포로 롤백 (${state})`,
  statusNotAsked: (why) => `조회하지 못함: ${why}`,

  statusJustNow: "방금 전",
  statusMinutesAgo: (count) => `${count}분 전`,
  statusHoursAgo: (count) => `${count}시간 전`,
  statusDaysAgo: (count) => (count === 1 ? "어제" : `${count}일 전`),

  statusMonthly: (amount, asOf) => `월 약 ${amount} (${asOf} 요금 기준)`,
  statusMonthlyApproximate: (amount, asOf) => `월 약 ${amount} (${asOf} 요금 기준, 어림값)`,
  statusPriceUnknown: (what) => `${what} 제외: 알려진 요금이 없음`,

  statusGoneAll: "더 볼 것이 없습니다. 상태 파일이 없어졌습니다.",
};
