import type { titles as english } from "../en/titles.ts";

/** 리소스 이름. 용어는 AWS 콘솔의 한국어 표기를 따른다. */
export const titles: typeof english = {
  titleDefaultVpc: "기본 VPC",
  titleVpc: (id) => `VPC ${id}`,
  titlePublicSubnets: (vpcId) => `${vpcId}의 퍼블릭 서브넷`,
  titleSecurityGroup: (name) => `보안 그룹 ${name}`,
  titleSecurityGroupRule: (name) => `보안 그룹 규칙 ${name}`,

  titleRole: (name) => `역할 ${name}`,
  titleRolePolicy: (name, roleName) => `역할 ${roleName}의 정책 ${name}`,
  titleInstanceProfile: (name) => `인스턴스 프로파일 ${name}`,
  titleInstance: (name) => `인스턴스 ${name}`,
  titleParameter: (name) => `파라미터 ${name}`,
  titleElasticIp: (nameOrAddress) => `탄력적 IP ${nameOrAddress}`,
  titleElasticIpOnServer: (publicIp, instanceId) => `탄력적 IP ${publicIp} 연결 (${instanceId})`,

  titleDatabase: (identifier) => `데이터베이스 ${identifier}`,
  titleDbSubnetGroup: (name) => `DB 서브넷 그룹 ${name}`,
  titleDbParameterGroup: (name) => `DB 파라미터 그룹 ${name}`,
  titleFinalSnapshot: (identifier) => `최종 스냅샷 ${identifier}`,

  titleRecord: (name, type) => `레코드 ${name} ${type}`,
  titleCertificate: (domain) => `인증서 ${domain}`,

  titleLoadBalancer: (name) => `로드 밸런서 ${name}`,
  titleNetworkInterfaces: (of) => `${of}의 네트워크 인터페이스`,
  titleTargetGroup: (name) => `대상 그룹 ${name}`,
  titleTargetRegistration: (instanceId, port) => `대상 등록 ${instanceId} (포트 ${port})`,
  titleListener: (port, protocol) => `리스너 ${port} (${protocol})`,
  titleListenerOnPort: (port) => `리스너 ${port}`,
  titleAnsweringServers: (path) => `${path}에 응답하는 서버`,

  titleBucket: (name) => `버킷 ${name}`,
  titleBuildBucket: (name) => `빌드 버킷 ${name}`,
  titleAssetsBucket: (name) => `파일 버킷 ${name}`,

  titleApplication: (name) => `CodeDeploy 애플리케이션 ${name}`,
  titleDeploymentGroup: (name) => `배포 그룹 ${name}`,
  titleOidcProvider: (host) => `OIDC 공급자 ${host}`,
  titleRepositoryFiles: (paths) => `저장소 파일 (${paths})`,
};
