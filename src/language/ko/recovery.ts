import type { recovery as english } from "../en/recovery.ts";

/** 잃어버린 상태 파일을 AWS에 있는 것으로 다시 만들기. */
export const recovery: typeof english = {
  recoverFound: (count, id) => `배포 ${id}의 리소스 ${count}개를 찾았습니다`,
  recoverMissing: (count) => `찾지 못한 것: ${count}개. \`deploy-wizard resume\`이 만듭니다.`,
  recoverByTags: "태그로 확인",
  recoverByContent: "이름과 내용으로 확인",
  recoverByBefore: "이전부터 있던 것",
  recoverReplaced: "우리 레코드 이전에 있던 레코드는 더 이상 알 수 없어 destroy가 되돌리지 않습니다.",
  recoverCarried: "이전 DNS에서 복사한 레코드는 더 이상 구별할 수 없어 destroy가 남겨 둡니다.",
  recoverSetAside: (file) => `읽을 수 없는 상태 파일의 이름을 ${file}(으)로 바꿨습니다.`,
  recoverWritten: (file) => `${file}에 썼습니다. \`deploy-wizard plan\`이 설정과 다른 점을 보여 줍니다.`,
  recoverNotWritten: "아무것도 쓰지 않았습니다.",
  askRecover: "이대로 상태 파일을 쓸까요?",
  askDeployment: "이 이름의 배포가 여러 개 있습니다. 어느 것인가요?",
  whyDeployment: "배포의 id는 그 배포가 만든 모든 것의 deploy-wizard:id 태그에 있습니다.",
};
