import type { deployments as english } from "../en/deployments.ts";

export const deployments: typeof english = {
  waitDeployment: (id) => `배포 ${id}`,
  waitUpload: (sent, all, bucket) => `${bucket}에 업로드, ${all} 중 ${sent}`,
  waitAgent: (instanceId) => `${instanceId}의 CodeDeploy 에이전트 응답`,
  waitRollback: "CodeDeploy의 이전 리비전 복구",

  deployArtifact: (path) => `배포 대상: ${path}`,
  deployLeftOut: (files) => `비밀 값이 들어 있을 수 있어 제외함: ${files}`,
  deployStored: (key) => `같은 번들이 이미 버킷에 있습니다(${key}).`,
  deployUploaded: (size, bucket) => `${bucket}에 ${size} 업로드함`,
  deployStarted: (id) => `배포 ${id}`,
  deployNotFollowed: "배포는 계속 진행됩니다. `deploy-wizard status --watch`로 결과를 확인하세요.",
  deployAt: (event, instanceId) => `${instanceId}의 ${event}`,
  deployBetween: "다음 단계 준비 중",
  deployNotBegun: "아직 시작한 서버가 없음",
  deployEvent: (event, instanceId, time) => `${event}, ${instanceId}, ${time}`,
  deployEnded: (id, status) => `배포 ${id}: ${status}`,
  deployFailedAt: (event, instanceId, script) => `${instanceId}에서 ${event} 실패(${script}). 스크립트의 마지막 출력:`,
  deployHealth: (reason) => `로드 밸런서 상태 확인: ${reason}`,
  deployFailed: (id, where, why) => `배포 ${id} 실패(${where}): ${why}.`,
  deployMend: (mend, rollback) => `${mend} ${rollback}`,
  deployRollingBack: (id) => `CodeDeploy가 이전 리비전을 복구합니다: 배포 ${id}`,
  deployRolledBack: (id, status) =>
    status === "Succeeded"
      ? `이전 버전이 다시 실행 중입니다(${id}).`
      : `복구 배포(${id})가 ${status} 상태로 끝났습니다. \`deploy-wizard status\`로 무엇이 실행 중인지 확인하세요.`,
  deployNoRollback: "CodeDeploy가 복구한 것은 없습니다.",
  deployGoesOn: (id) => `배포 ${id}은(는) 계속 진행됩니다. \`deploy-wizard status --watch\`로 결과를 확인하세요.`,
  deployNothingSent: "아무것도 배포하지 않았습니다.",
  deployWorkflowDiffers: (differences) =>
    `push하면 이 명령과 다른 곳에 배포됩니다(.github/workflows/deploy.yml: ${differences}). ` +
    "`deploy-wizard codedeploy --force`로 다시 만들 수 있습니다",
  deployAgentUnknown: (instanceId, why) => `${instanceId}의 CodeDeploy 에이전트 상태를 확인할 수 없음: ${why}`,
  rollbackTo: (id, age, key) => `${age} 배포(${id})한 버전으로 되돌립니다(${key})`,

  causeStopped: "누군가 배포를 중지함",
  causeRole: (message) => `CodeDeploy에 필요한 권한이 없음: ${message}`,
  causeNoServer: "배포 그룹의 태그를 가진 실행 중인 서버가 없음",
  causeNoAgent: (instanceId) => `${instanceId}의 CodeDeploy 에이전트가 응답하지 않음`,
  causeFormerStop: "이전 리비전을 멈추는 스크립트가 실패함(이전 리비전에 들어 있는 스크립트가 실행됨)",
  causeBundleDenied: "서버에 빌드 버킷을 읽을 권한이 없음",
  causeBundleGone: "번들이 빌드 버킷에 더 이상 없음",
  causeDiskFull: "서버 디스크가 가득 참",
  causeMemory: "애플리케이션의 메모리가 부족함",
  causeNoArtifact: "번들에 실행할 수 있는 빌드 결과물이 없음",
  causeJavaVersion: "서버의 Java보다 높은 버전으로 컴파일됨",
  causeFileExists: "CodeDeploy가 만들지 않은 파일이 같은 위치에 있음",
  causeDatabase: "애플리케이션이 데이터베이스에 연결하지 못함",
  causePortTaken: (port) => `서버의 다른 프로그램이 ${port}번 포트를 사용 중임`,
  causeLogin: (path, code) => `${path} 응답이 ${code}: 로그인이 필요함`,
  causeRedirect: (path, code) => `${path} 응답이 리디렉션(${code})이며, 로드 밸런서는 200만 정상으로 인정함`,
  causeNotFound: (path) => `${path} 응답이 404: 상태 확인 경로에 아무것도 없음`,
  causeAppError: (path, code) => `${path} 응답이 ${code}: 애플리케이션 오류`,
  causeNotListening: (port) => `애플리케이션이 ${port}번 포트에서 수신하지 않음`,
  causeUnhealthy: (reason) => `로드 밸런서 상태 확인 실패: ${reason}`,
  causeAllowTraffic: "로드 밸런서 상태 확인을 통과하지 못함",
  causeTimedOut: (event) => `${event} 스크립트가 제한 시간 안에 끝나지 않음`,
  causeScriptMissing: (script) => `${script}이(가) 번들에 없거나 실행 권한이 없음`,
  causeScript: (event) => `${event} 스크립트가 실패함`,
  causeUnknown: (code, message) => `CodeDeploy 응답 ${code}: ${message}`,

  mendRun: (command) => `\`${command}\` 명령을 실행하세요.`,
  mendResume: "`deploy-wizard resume`로 서버를 되살리세요.",
  mendMemory: "설정의 server.instanceType을 더 큰 유형으로 바꾸고 `deploy-wizard resume`를 실행하세요.",
  mendArtifact: "다시 빌드해 결과물을 확인한 뒤 `deploy-wizard deploy`를 실행하세요.",
  mendJavaVersion: "Java 21로 컴파일한 뒤 `deploy-wizard deploy`를 실행하세요.",
  mendFileExists:
    "appspec.yml에 `file_exists_behavior: OVERWRITE`를 넣거나 `deploy-wizard codedeploy --force`를 실행하세요.",
  mendLogin: (path) =>
    `로그인 없이 ${path}에 접근할 수 있게 하거나, healthCheck를 다른 경로로 바꾸고 \`deploy-wizard resume\`를 실행하세요.`,
  mendHealthCheck: "설정의 healthCheck를 200을 응답하는 경로로 바꾸고 `deploy-wizard resume`를 실행하세요.",
};
