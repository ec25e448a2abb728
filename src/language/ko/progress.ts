import type { progress as english } from "../en/progress.ts";

/** 실행 중에 단계와 리소스에 대해 알려 주는 말. */
export const progress: typeof english = {
  seconds: (seconds) => `${seconds}초`,
  minutes: (minutes, seconds) => (seconds === 0 ? `${minutes}분` : `${minutes}분 ${seconds}초`),
  hours: (hours, minutes) => (minutes === 0 ? `${hours}시간` : `${hours}시간 ${minutes}분`),
  several: (...parts) => parts.join(" · "),
  listed: (...parts) => parts.join(", "),

  waitingFor: (what) => `${what} 기다리는 중`,
  usually: (time) => `보통 ${time}`,
  longerThanUsual: "평소보다 오래 걸림",
  longerBecause: (what, reason) => `${what}: 평소보다 오래 걸립니다. ${reason}`,
  longerWithoutReason: (what) => `${what}: 평소보다 오래 걸립니다. AWS가 알려 준 이유는 없습니다`,
  moreWaits: (count) => `${count}건 더`,

  created: (title) => `${title} 생성`,
  found: (title) => `${title} 확인`,
  updated: (title) => `${title} 변경`,
  deleted: (title) => `${title} 삭제`,
  kept: (title) => `${title} 유지`,
  stepDone: (time) => `완료 (${time})`,
  foundAlready: (count) => `${count}개는 이미 있었음`,

  finishing: "중단합니다. 진행 중인 작업을 마무리해서 기록하고 있습니다. Ctrl-C를 한 번 더 누르면 바로 종료합니다.",
  finishingThis: (what) =>
    `중단합니다. 진행 중인 작업(${what})을 마무리해서 기록하고 있습니다. Ctrl-C를 한 번 더 누르면 바로 종료합니다.`,
  interrupted: "중단했습니다. 진행 중이던 작업은 마무리해서 기록해 두었습니다.",
  interruptedAtOnce: "중단했습니다.",
  leftAtOnce: "바로 종료했습니다. 시작한 작업은 모두 기록되어 있습니다.",
  goesOn: (command) => `\`deploy-wizard ${command}\` 명령으로 이어서 진행할 수 있습니다.`,
  initAsksAgain: "아직 만들어진 것은 없습니다. `deploy-wizard init`을 다시 실행하세요. 입력한 답은 남아 있습니다.",
  nothingChanged: "바뀐 것은 없습니다.",
  sandboxIntro: "샌드박스: 연습 실행입니다. AWS에는 아무것도 만들지 않으며, 시간이 실제보다 빠르게 흐릅니다.",

  allDone: "모두 준비되었습니다. 첫 배포 전까지는 임시 페이지가 응답합니다.",
  pushDeploys: (branch) =>
    `deploy-wizard.json, appspec.yml, deploy/, .github/를 커밋하세요. 그다음부터는 ${branch} 브랜치에 push하면 배포됩니다.`,

  skippedEip: "탄력적 IP 없음: 로드 밸런서 뒤에 있는 서버의 주소는 외부에 드러나지 않습니다 (필요하면 --elastic-ip)",
  skippedRds: "설정에 데이터베이스 없음",
  skippedAcmOnServer: "ACM 인증서 없음: 서버에 직접 붙일 수 없으므로 nginx가 Let's Encrypt에서 발급받습니다",
  skippedAcmNoDomain: "도메인이 없어 인증서도 없음",
  skippedRoute53: "도메인이 없어 호스팅 영역도 없음",
  skippedAlb: "로드 밸런서 없음: 사용자가 서버 주소로 바로 접속합니다",
  nothingToDo: "할 일 없음",
};
