/** `recover`가 찾은 것에 대해 하는 말. */
export const recover = {
  recoverByTags: "태그로 확인",
  recoverByContent: "이름과 내용으로 확인",
  recoverBefore: "이전부터 있었음",
  recoverMissing: "없음",
  recoverUnclear: "불확실",
  recoverReplacedUnknown: "전에 무엇이 있었는지 알 수 없습니다. destroy는 지우기만 하고 되돌리지 않습니다",
  recoverProofShared: "다른 인증서가 쓸 수 있으므로 destroy는 남겨 둡니다",
  recoverCopiesUnknown: "영역의 다른 레코드 중 무엇이 복사된 것인지 알 수 없으므로 destroy는 모두 남겨 둡니다",
  recoverZoneUntagged: "설명으로 보아 이 앱을 위해 만들었으며 아직 태그가 없습니다",
  recoverFormer: "설정에 없습니다. `resume`과 `destroy`가 제거합니다",
  recoverUnplaced: "태그는 있지만 자리가 없는 것:",
  recoverUnplacedOne: (what: string, key: string) =>
    `${what} (원래 ${key || "알 수 없음"}): 상태에 넣지 않았습니다. 필요 없으면 AWS 콘솔에서 지우세요`,
  recoverCounts: (found: number, missing: number, id: string) => `배포 ${id}: ${found}개 찾음, ${missing}개 없음.`,
  recoverSetAside: (from: string, to: string) => `${from} 파일을 읽을 수 없어 ${to}(으)로 보관했습니다.`,
  recoverWritten: (where: string) =>
    `기록: ${where}. \`deploy-wizard plan\`은 차이를 보여 주고 \`resume\`은 계속합니다.`,
  recoverConfig: (path: string) => `${path} 파일이 없습니다. 계정에 남아 있는 설정은 다음과 같습니다.`,
  recoverWhichApp: "앱이 여럿입니다. 어느 것입니까?",
  askRecover: (where: string) => `${where}(으)로 기록할까요?`,
  recoverWhich: (app: string, environment: string) => `${app}/${environment} 배포가 여럿입니다. 어느 것입니까?`,
};
