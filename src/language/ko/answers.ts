import type { answers as english } from "../en/answers.ts";

export const answers: typeof english = {
  wrongApp: "2~20자의 영문 소문자, 숫자, 하이픈만 쓸 수 있고 영문 소문자로 시작해야 합니다",
  wrongAppReserved: (beginning) => `${beginning}(으)로 시작하는 이름은 AWS가 예약해 두었습니다. 다른 이름을 입력하세요`,
  wrongBranchExpression: "GitHub와 IAM이 ${를 표현식의 시작으로 봅니다. main 같은 이름을 입력하세요",
  wrongBranch: "git에서 쓸 수 없는 브랜치 이름입니다. main 같은 이름을 입력하세요",

  wrongDomainFormat: "올바른 다국어 도메인이 아닙니다",
  wrongDomainSuffix: (name) => `${name}은(는) 공개 접미사입니다. 그 아래에 등록한 도메인을 입력하세요`,
  wrongDomainEmpty: "비어 있습니다",
  wrongDomainUrl: (name) => `URL입니다. 도메인만 입력하세요: ${name}`,
  wrongDomainAddress: "IP 주소입니다. 도메인을 입력하세요",
  wrongDomainPort: (name) => `포트가 들어 있습니다. 도메인만 입력하세요: ${name}`,
  wrongDomainWildcard: (name) => `와일드카드입니다. 도메인 자체를 입력하세요: ${name}`,
  wrongDomainCharacter: (character) =>
    `${character}이(가) 들어 있습니다. 도메인에는 영문자, 숫자, 하이픈, 점만 쓸 수 있습니다`,
  wrongDomainEmptyPart: "빈 부분이 있습니다(점이 연달아 있거나 맨 앞에 있음)",
  wrongDomainLongPart: (part, length) => `${part}... 부분이 ${length}자입니다. 최대 63자까지 쓸 수 있습니다`,
  wrongDomainHyphen: (part) => `${part} 부분이 하이픈으로 시작하거나 끝납니다`,
  wrongDomainLong: (length) => `${length}자입니다. 도메인은 최대 253자입니다`,
  wrongDomainLongForCertificate: (length, most) =>
    `${length}자입니다. AWS 인증서에는 최대 ${most}자까지 쓸 수 있습니다`,
  wrongDomainSingle: "점이 없는 한 단어입니다. example.com 같은 이름을 입력하세요",

  wrongNumber: (least, most) => `${least}~${most} 사이의 숫자를 입력하세요`,
  wrongGiB: (least, most) => `${least}~${most} 사이의 숫자를 입력하세요(GiB)`,
  wrongBackupDays: "0이면 백업이 꺼져 데이터를 잃었을 때 복구할 수 없습니다. 1~35 사이의 숫자를 입력하세요",
  wrongInstanceType: "t4g.small 같은 EC2 인스턴스 유형을 입력하세요",
  wrongDatabaseClass: "db.t4g.micro 같은 RDS 인스턴스 클래스를 입력하세요",
  wrongRepository: "owner/name 형식으로 입력하세요",
  wrongPortSsh: "22는 SSH 포트입니다. 애플리케이션이 수신하는 포트를 입력하세요",
  wrongPortNginx: (port) => `서버에 직접 연결하면 nginx가 ${port}번 포트를 씁니다. 다른 포트를 입력하세요`,
  wrongHealthCheck: "/로 시작하고 공백이 없는 1024자 이하의 경로를 입력하세요",
  wrongVpc: "default 또는 VPC ID(vpc-...)를 입력하세요",
  wrongVpcDedicated: "전용 VPC는 아직 지원하지 않습니다. default나 vpc-...를 입력하세요",
};
