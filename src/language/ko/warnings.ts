import type { warnings as english } from "../en/warnings.ts";

/** 오류는 아니지만 알아 둘 일. */
export const warnings: typeof english = {
  githubNotAsked: (repository, reason, command) =>
    `GitHub에서 ${repository} 정보를 확인하지 못해(${reason}) 배포 역할은 이전 형식의 subject를 신뢰합니다. ` +
    "2026-07-14 이후에 생성했거나 이름을 바꾸거나 이전한 저장소라면 --github-ids로 ID를 지정하세요. " +
    `${command} 명령으로 확인할 수 있습니다.`,
  checkFound: (check, what) => `${check}: ${what}`,
  sentences: (...all) => all.join(" "),
  warnDiskGrown: (instanceName, gib) =>
    `${instanceName} 디스크를 ${gib}GiB로 늘렸습니다. 파일 시스템은 서버를 재시작할 때 늘어납니다.`,
  warnNoCopy: (title) =>
    `${title}: 다른 사람이 지워서 마지막 사본을 만들지 못했습니다. 예전 백업은 AWS에 남아 있을 수 있습니다.`,
  warnRolePolicies: (roleName, policies) =>
    `${roleName} 역할에 누군가 ${policies} 정책을 붙여, 만들 때보다 권한이 많습니다. 그대로 둡니다.`,
  warnRecordLost: (name, lost) => `${name}: Route 53에서 받아 주지 않아 이전 레코드를 되돌리지 못했습니다 (${lost}).`,
  warnSpreadUnseen: (what, why) => `${what}: 지웠지만, 모든 네임서버에 반영되었는지는 물어볼 수 없었습니다 (${why}).`,
  warnProviderAudience: (arn, audience, command) =>
    `이전부터 있던 ${arn}에 ${audience} 대상이 없어 push로 배포할 수 없습니다. 소유자가 \`${command}\` 명령을 실행해야 합니다.`,
  warnFileLeftAlone: (path, diff) =>
    `${path}: 내용이 달라 그대로 두었습니다. --force를 주면 덮어씁니다 (- 현재 파일, + 새 파일).\n${diff}`,

  askSignIn: "AWS 세션이 만료되었습니다. 다시 로그인한 뒤(`aws sso login`) Enter를 누르세요:",
  whySignIn:
    "잃은 것은 없습니다. 여기서 이어집니다. Escape를 누르면 종료하며, 나중에 `deploy-wizard resume`으로 이어집니다.",
  deployMayHaveBegun:
    "배포가 시작되었을 수 있습니다. `deploy-wizard status`로 확인하세요. CodeDeploy는 계속 진행합니다.",
};
