import type { waits as english } from "../en/waits.ts";

/** 기다리는 대상. "... 기다리는 중"과 "...: 평소보다 오래 걸립니다." 앞에 그대로 놓인다. */
export const waits: typeof english = {
  waitToAppear: (title) => `${title} 반영`,
  waitToShowUp: (title) => `${title} 반영`,
  waitToDisappear: (title) => `${title} 삭제 완료`,
  waitToBeFree: (title) => `${title} 사용 해제`,
  waitToBeFreeForDeletion: (title) => `${title} 삭제 가능 상태`,
  waitToBeOutOfUse: (title) => `${title} 사용 해제`,
  waitToBeKnown: (title) => `${title} 반영`,
  waitToBeAccepted: (title) => `${title} 설정 반영`,
  waitToBecomeActive: (title) => `${title} 활성화`,
  waitToBecomeAvailable: (title) => `${title} 사용 가능 상태`,
  waitToTakeSettings: (title) => `${title} 설정 적용`,
  waitToTakeNewSettings: (title) => `${title} 새 설정 적용`,

  waitRuleGroupsToBeKnown: (title) => `${title}에서 쓰는 보안 그룹 반영`,
  waitNetworkToBeKnown: (title) => `${title}에서 쓰는 네트워크 반영`,
  waitRdsToKnowNetwork: (title) => `${title}에서 쓰는 네트워크의 RDS 반영`,

  waitToRun: (title) => `${title} 실행`,
  waitToStop: (title) => `${title} 중지`,
  waitToFinishStopping: (title) => `${title} 중지 완료`,
  waitToStopBeforeStart: (title) => `다시 시작하기 전 ${title} 중지 완료`,
  waitToTerminate: (title) => `${title} 종료`,
  waitDiskToGrow: (instanceName) => `${instanceName} 디스크 확장`,
  waitEc2ToKnowProfile: (instanceName) => `${instanceName} 인스턴스 프로파일의 EC2 반영`,
  waitToTakeProfile: (title) => `${title}에 인스턴스 프로파일 연결`,
  waitToTakeAddress: (instanceId, address) => `${instanceId}에 ${address} 연결`,
  waitAddressToBeOn: (address, instanceId) => `${address} 연결 반영 (${instanceId})`,
  waitAddressToBeTakenOff: (address) => `${address} 연결 해제`,

  waitToTakeParameters: (title) => `${title}에 파라미터 설정`,
  waitParametersToTakeEffect: (groupName) => `${groupName} 파라미터 적용`,

  waitValidationRecords: (domain) => `${domain} 인증서의 검증 레코드 준비`,
  waitEarlierChanges: (what) => `Route 53의 이전 변경 완료 (다음 차례: ${what})`,
  waitToServe: (what) => `Route 53에 ${what} 반영`,
  waitRemovalOf: (title) => `${title} 삭제`,

  waitProtectionToBeLifted: (title) => `${title} 삭제 방지 해제`,
  waitListenersToLetGo: (title) => `${title}에 연결된 리스너 해제`,
  waitLoadBalancerToKnow: (instanceId) => `${instanceId}의 로드 밸런서 반영`,
  waitServersToAnswer: (path) => `서버의 ${path} 응답`,

  waitNameToBeFree: (bucketName) => `버킷 이름 ${bucketName}의 잠금 해제`,
  waitToBeEmpty: (title) => `${title} 비우기 완료`,
  waitToBeEmptied: (title) => `${title} 비우기`,
  waitUploadsToBeAborted: (title) => `${title}의 미완료 업로드 취소`,
  waitCodeDeployToAcceptRole: (title) => `${title} 역할의 CodeDeploy 반영`,

  waitToShowWhetherMade: (title) => `${title} 생성 여부 확인`,
  waitNotOver: (what) => `아직 기다리는 중입니다: ${what}`,
  waitNotOverBecause: (what, reason) => `아직 기다리는 중입니다: ${what}. ${reason}`,
  waitHeldUpBy: (key) => `${key} 완료 후 진행`,
  waitStopped: "중단됨",

  noteState: (state) => `현재 상태: ${state}`,
  noteNotVisibleYet: "아직 조회되지 않음",
  noteNotShownYet: "아직 조회되지 않음",
  noteNotBegun: "아직 시작되지 않음",
  noteStillThere: (ids) => `아직 남아 있음: ${ids}`,
  noteVersionsDeleted: (count) => `지금까지 버전 ${count}개 삭제`,
  noteHeldBy: (...holders) => `사용 중인 곳: ${holders.join(", ")}`,
  waitTagsToVanish: (where) => `${where}에서 삭제한 것이 사라지기`,
  noteHeldUnseen: "AWS에는 아직 사용 중인 곳이 있는 것으로 나옵니다",
};
