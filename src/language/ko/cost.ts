import type { cost as english } from "../en/cost.ts";

const times = (count: number, rest: string) => (count === 1 ? rest : `${count} x ${rest}`);

/** 한 달 비용을 항목별로 보여 주는 말. */
export const cost: typeof english = {
  costAbout: (amount) => `약 ${amount}`,
  costAtLeast: (amount, without) => `최소 ${amount}(가격을 알 수 없는 ${without} 제외)`,
  costTitle: "월 예상 비용 (미국 달러)",
  costTotal: "합계",

  costServer: (type) => `서버 ${type}`,
  costDisk: "서버 디스크 (gp3)",
  costServerAddress: "서버의 퍼블릭 IPv4 주소",
  costDatabase: (name) => `데이터베이스 ${name}`,
  costDatabaseMultiAz: (name) => `데이터베이스 ${name}, 다중 AZ`,
  costDatabaseStorage: "데이터베이스 스토리지 (gp3)",
  costSnapshot: "데이터베이스 최종 스냅샷",
  costSecret: "데이터베이스 비밀번호 (Secrets Manager)",
  costHostedZone: "호스팅 영역",
  costBalancer: "로드 밸런서",
  costBalancerAddress: "로드 밸런서의 퍼블릭 IPv4 주소",
  costCapacityUnits: "로드 밸런서 용량 단위 (LCU), 사용량만큼",
  costBuckets: "버킷 스토리지, 사용량만큼",
  costTraffic: "인터넷으로 나가는 트래픽, 사용량만큼",

  costHours: (count, hours, price) => times(count, `${hours}시간 x ${price}`),
  costUpToHours: (units, hours, price) => `최대 ${units} x ${hours}시간 x ${price}`,
  costGiB: (copies, gib, price) => times(copies, `${gib} GiB x ${price}`),
  costUpToGiB: (gib, price) => `최대 ${gib} GiB x ${price}`,
  costMonths: (count, price) => times(count, `월 ${price}`),
  costTrafficDetail: (free, price) => `${free} GB 무료, 이후 GB당 ${price}`,
  costUnknownPrice: "가격 정보 없음",
  costUnknownSize: (price) => `크기를 알 수 없음, GiB당 ${price}`,

  costUnknownLines: (lines) => `가격을 알 수 없어 합계에서 뺀 항목: ${lines}`,
  costAsOf: (date) => `AWS 정가 기준 (${date}). 세금, 할인, 프리 티어는 반영하지 않았습니다.`,
  costAsOfApproximate: (date) =>
    `대략적인 금액입니다. AWS 정가 기준 (${date}). 세금, 할인, 프리 티어는 반영하지 않았습니다.`,
  costAssumptions: (hours, units, gib, traffic, free) =>
    `한 달은 ${hours}시간으로 계산했습니다. 높은 쪽 금액은 일반적인 소규모 사이트 기준입니다: ${units === 0 ? "" : `용량 단위 평균 ${units}개, `}버킷 ${gib} GiB, 인터넷 트래픽 월 ${traffic} GB (그중 계정 전체를 합쳐 ${free} GB 무료).`,
};
