import type { nameServers as english } from "../en/name-servers.ts";
import { registrars } from "./registrars.ts";

/** 네임서버 4개, 입력할 곳, 그리고 걸림돌. */
export const nameServers: typeof english = {
  ...registrars,

  nsTitleZone: (domain) => `호스팅 영역 ${domain}`,
  nsTitleCarried: (domain) => `${domain} 기존 레코드 복사`,
  nsTitleDelegation: (domain) => `${domain} 네임서버 위임`,
  nsTitleIssuance: (domain) => `${domain} 인증서 발급`,

  nsWaitDelegation: (domain) => `${domain} 네임서버 변경(Route 53 위임)`,
  nsWaitIssuance: (domain) => `ACM의 ${domain} 인증서 발급`,
  nsWaitZoneShows: (domain) => `호스팅 영역 ${domain} 조회 가능`,
  nsWaitZoneTags: (domain) => `호스팅 영역 ${domain} 태그 적용`,
  nsWaitZoneGone: (domain) => `호스팅 영역 ${domain} 삭제 완료`,
  nsRoute53Says: (code) => `Route 53 응답: ${code}`,
  nsTheCarried: (domain) => `${domain} 기존 레코드 복사`,
  nsTheCarriedRemoval: (domain) => `${domain} 복사한 레코드 삭제`,

  nsGoToRegistrar: (domain) =>
    `${domain} 도메인을 구입한 사이트에서 기존 네임서버를 지우고 이 네임서버 4개를 등록하세요.`,
  nsGoToParent: (domain, parent) =>
    `${parent} 도메인의 DNS를 관리하는 곳에서 이 4개를 ${domain}의 NS 레코드로 추가하세요.`,
  nsParentServes: (domain, zone) =>
    `${domain} 레코드는 이 계정이 이미 운영 중인 호스팅 영역 ${zone}에 추가합니다. 네임서버는 바꿀 필요가 없습니다.`,

  nsDelegated: (domain) => `${domain} 위임 완료: 네임서버 4개가 등록되어 있습니다.`,
  nsFewer: (domain, missing) => `${domain} 위임 완료. 다만 네임서버 ${missing} 등록이 빠져 있습니다.`,
  nsCached: (domain, remembered, time) =>
    `${domain} 위임 완료. 다만 이곳의 DNS 서버에는 이전 네임서버(${remembered})가 최대 ${time} 동안 남아 있습니다.`,
  nsNone: (domain) => `${domain}에 등록된 네임서버가 아직 없습니다.`,
  nsUnregistered: (domain) => `${domain} 도메인이 등록되어 있지 않습니다.`,
  nsUnchanged: (domain, servers) => `${domain}의 현재 네임서버: ${servers}`,
  nsUnchangedAt: (domain, provider, servers) => `${domain}의 현재 네임서버: ${provider} (${servers})`,
  nsPartly: (domain, missing, foreign) =>
    `${domain}의 네임서버가 일부만 변경되었습니다. 빠진 것: ${missing}. 아직 남은 것: ${foreign}`,
  nsTooMany: (domain, foreign) =>
    `${domain}: 네임서버 4개는 모두 등록되었지만 이전 네임서버(${foreign})가 남아 있습니다.`,
  nsTypo: (domain, typos) => `${domain}의 네임서버에 오타가 있습니다. ${typos}`,
  nsTypoOf: (answered, meant) => `${answered} → ${meant}`,
  nsAlsoMissing: (servers) => `그 밖에 빠진 서버: ${servers}.`,
  nsAlsoForeign: (servers) => `삭제할 서버: ${servers}.`,
  nsOtherZone: (domain, zoneId) => `${domain}의 네임서버가 이 계정의 다른 호스팅 영역(${zoneId})입니다.`,
  nsNotAsked: "DNS에 네임서버를 조회할 수 없습니다.",
  nsSecondHand: (verdict) =>
    `${verdict} (등록 기관의 서버에 접속할 수 없어 리졸버에 물어본 결과이므로 최신이 아닐 수 있습니다.)`,
  nsFirstUnsign: (domain) =>
    `먼저 ${domain}의 도메인 등록 업체에서 DNSSEC을 끄고 DS 레코드가 사라질 때까지 기다리세요. 그다음:`,
  nsHintSigned: (domain, todo) =>
    `먼저 도메인 등록 업체에서 DNSSEC을 끄세요. ${domain}에 아직 DS 레코드가 있습니다. 그다음: ${todo}`,
  nsWaiting: (verdict) => `대기 중: ${verdict}`,

  nsAtRegistrar: (domain) => `${domain} 도메인을 구입한 사이트에서`,
  nsInParent: (parent) => `${parent}의 DNS에서`,
  nsHintRegistrar: (domain, servers) =>
    `${domain} 도메인을 구입한 사이트에서 네임서버를 다음 4개로 바꾼 뒤 \`deploy-wizard resume\`을 실행하세요: ${servers}`,
  nsHintParent: (parent, domain, servers) =>
    `${parent}의 DNS에 ${domain}의 NS 레코드로 다음 4개를 추가한 뒤 \`deploy-wizard resume\`을 실행하세요: ${servers}`,
  nsHintTooMany: (where, foreign) => `${where} ${foreign} 항목을 지운 뒤 \`deploy-wizard resume\`을 실행하세요.`,
  nsHintPartly: (where) => `${where} 빠진 것을 추가하고 남은 것을 지운 뒤 \`deploy-wizard resume\`을 실행하세요.`,
  nsHintTypo: (where) => `${where} 오타를 고친 뒤 \`deploy-wizard resume\`을 실행하세요.`,
  nsHintOtherZone: (where, servers) =>
    `${where} 다음 4개를 입력하고 \`deploy-wizard resume\`을 실행하세요(다른 영역은 지워도 됩니다): ${servers}`,
  nsHintUnregistered: (all) => `철자를 확인하거나 먼저 구입하세요. ${all}`,

  registrarKnown: (name, menu) => `도메인 등록 업체: ${name}. ${menu}`,
  registrarUnknown: (name) => `도메인 등록 업체: ${name}. 도메인 관리 화면에서 네임서버 설정을 찾으세요.`,
  registrarMaybe: (name, menu) => `현재 DNS: ${name}. 도메인도 여기서 샀다면: ${menu}`,
  registrarOnlyKeeps: (name) => `현재 DNS: ${name}. 네임서버는 도메인을 구입한 사이트에서 바꿉니다.`,
  registrarKeepsParent: (parent, name) => `${parent}의 DNS 관리: ${name}`,

  dnsHazard: (message, hint) => `${message} ${hint}`,
  dnsHazardsNotAsked: (reason) => `도메인에 문제가 될 만한 설정이 있는지 확인하지 못했습니다. ${reason}`,
  dnsNoAnswerHint: "네트워크를 확인하거나 --resolver host:port로 다른 DNS 서버를 지정하세요.",
  dnsDsLeft: (domain, keyTags) =>
    `${domain}에 DNSSEC의 DS 레코드(키 ${keyTags})가 등록되어 있습니다. 이대로 네임서버를 바꾸면 접속할 수 없게 됩니다.`,
  dnsDsLeftHint: (time) => `등록 업체에서 DNSSEC을 해제하고 ${time} 이상 기다린 다음에 네임서버를 바꾸세요.`,
  dnsDsBreaks: (domain, keyTags) =>
    `${domain}에 이전 DNS의 DNSSEC DS 레코드(키 ${keyTags})가 남아 있어 접속하지 못하는 곳이 많습니다.`,
  dnsDsBreaksHint: (time) => `등록 업체에서 DNSSEC을 해제하세요. ${time} 안에 반영됩니다.`,
  dnsCaa: (name, who, values) => `${name}의 CAA 레코드가 ${who}의 인증서 발급을 막고 있습니다 (${values}).`,
  dnsCaaCarried: (name, who, values) =>
    `${name}의 CAA 레코드가 ${who}의 인증서 발급을 막고 있고, 새 호스팅 영역에도 그대로 복사됩니다 (${values}).`,
  dnsCaaInZone: (zoneId, who, values) =>
    `호스팅 영역 ${zoneId}의 CAA 레코드가 ${who}의 인증서 발급을 막고 있습니다 (${values}).`,
  dnsCaaHint: (record) => `CAA 레코드에 ${record} 값을 추가하세요.`,
  dnsDuplicateZones: (count, domain, ids) =>
    `이 계정에 ${domain} 호스팅 영역이 ${count}개 있습니다(${ids}). 실제로 쓰이는 것은 하나뿐입니다.`,
  dnsUnregisteredHint: "철자를 확인하거나, 리소스를 만들기 전에 도메인을 등록하세요.",
  dnsDuplicateZonesLive: (count, domain, ids, live) =>
    `이 계정에 ${domain} 호스팅 영역이 ${count}개 있습니다(${ids}). 등록 기관이 위임한 ${live}을(를) 사용합니다.`,
  dnsDuplicateZonesLiveHint: (live) =>
    `${live}은(는) 그대로 두세요. 나머지는 필요한 레코드가 있는지 확인한 뒤 삭제하세요. 영역마다 한 달에 $0.50입니다.`,
  dnsDuplicateZonesHint: "필요 없는 호스팅 영역은 삭제하세요. 하나당 매월 $0.50가 청구됩니다.",

  dnsNotCarried: (name, reason) => `${name} 레코드는 DNS에서 읽을 수 없어 복사하지 않습니다. ${reason}`,
  dnsCarriedMail: (servers) => `메일(MX): ${servers}`,
  dnsCarriedHosts: (count, names) => `호스트 ${count}개: ${names}`,
  dnsCarriedTexts: (count) => `텍스트 레코드(TXT) ${count}개`,
  dnsCarriedServices: (names) => `서비스(SRV): ${names}`,
  dnsCarriedNothing: "레코드 없음",
};
