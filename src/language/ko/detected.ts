import type { detected as english } from "../en/detected.ts";

/** 질문 전에 저장소에서 알아낸 내용: 답의 근거와 걸림돌. */
export const detected: typeof english = {
  seenIn: (what, file) => `${file}의 ${what}`,
  seenInSources: "소스 코드에 있는 경로",
  seenFolderName: "현재 폴더 이름",
  seenRemote: (remote) => `git 원격 저장소 ${remote}`,
  seenOnlyRemote: "하나뿐인 git 원격 저장소",
  seenDefaultBranch: "원격 저장소의 기본 브랜치",
  seenCurrentBranch: "현재 git 브랜치",
  seenKnownBranch: "git 저장소에 있는 브랜치",
  seenHealthEndpoint: (file) => `${file}의 actuator`,
  seenNoHealthEndpoint: "프로젝트에서 상태 확인 경로를 찾지 못함",

  seenAlso: (file, flag) => `${file} 파일도 있습니다. 그 방식으로 실행하려면 ${flag} 옵션을 쓰세요.`,
  seenNoSpringBoot: (file) => `${file}에 Spring Boot 플러그인이 없습니다. Java 앱은 Spring Boot만 지원합니다.`,
  seenNoStartScript: "package.json에 scripts.start가 없어 `npm start`로 앱을 실행할 수 없습니다.",
  seenNoExecutableJar: (file) =>
    `${file} 설정으로는 실행 가능한 jar가 만들어지지 않습니다. spring-boot-maven-plugin과 packaging jar가 필요합니다.`,

  seenNoActuator: (file, line) => `actuator가 없어 상태 확인 엔드포인트가 없습니다. ${file}에 추가하세요: ${line}`,
  seenHealthOff: (key, file) => `${file}의 ${key} 설정 때문에 상태 확인 엔드포인트가 꺼져 있습니다.`,
  seenManagementPort: (port, file) =>
    `${file}의 management.server.port 때문에 상태 확인가 ${port} 포트에서 응답합니다. 로드 밸런서는 그 포트로 확인하지 않습니다.`,
  seenSecurity: (path, call) =>
    `Spring Security가 ${path} 요청에 401이나 302로 응답하면 서버가 비정상으로 판정됩니다. 이렇게 허용하세요: ${call}`,
  seenAppTls: (file) =>
    `${file}에 server.ssl 설정이 있습니다. TLS는 앱 앞에서 끝나고 앱에는 http로 요청이 오므로 운영 환경에서는 끄세요.`,
  seenLoopback: (file) => `${file}의 server.address 때문에 서버 밖에서는 앱에 접속할 수 없습니다.`,

  seenNoDatabase: (file) =>
    `${file}에 데이터베이스 드라이버가 없습니다. 데이터베이스가 필요 없는 앱이면 none으로 RDS 비용을 아낄 수 있습니다.`,
  seenSeveralDatabases: (drivers, file) => `${file}에 여러 데이터베이스의 드라이버가 있습니다: ${drivers}`,

  seenOtherHost: (host) => `git 원격 저장소가 ${host}에 있습니다. 자동 배포는 GitHub에서만 됩니다.`,
  seenNoHost: "git 원격 저장소가 GitHub에 있지 않습니다. 자동 배포는 GitHub에서만 됩니다.",
  seenUnusableRemote: "GitHub 원격 저장소 주소에서 owner/name 형식의 저장소를 알아낼 수 없습니다.",
  seenSeveralRemotes: "git 원격 저장소가 여러 개인데 origin이 없습니다.",
  seenBelowRepositoryRoot: "이 폴더는 git 저장소의 최상위가 아닙니다. GitHub는 최상위에 있는 워크플로만 실행합니다.",
  seenSeveralApps: (all, taken) =>
    `Spring Boot 앱 모듈이 여러 개입니다(${all}). 여기서는 ${taken}을(를) 기준으로 합니다. 워크플로는 빌드 결과로 나온 실행 가능한 jar가 하나일 때만 배포하므로, 나머지 모듈의 bootJar를 끄거나 ${taken}만 빌드하세요.`,
  seenArtifact: (path) => `빌드 결과물 ${path}을(를) 배포합니다.`,
};
