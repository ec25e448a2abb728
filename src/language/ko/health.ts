import type { health as english } from "../en/health.ts";

/** 서버가 로드 밸런서의 상태 확인에 응답하지 않는 이유. */
export const health: typeof english = {
  healthUnknown: "지금은 AWS에서 서버 상태를 확인할 수 없습니다",
  healthNoneRegistered: "대상 그룹에 등록된 서버가 없습니다",
  healthOf: (instanceId, words) => `${instanceId}: ${words}`,
  healthNotRegistered: "대상 그룹에 등록되어 있지 않습니다",
  healthAnswers: (path, answer) => `${path} 응답이 ${answer}`,
  healthTimeout: (path) =>
    `${path} 응답이 제시간에 오지 않습니다. 앱이 바쁘거나, 보안 그룹이 로드 밸런서의 접근을 막고 있습니다`,
  healthRefuses: (port) => `연결이 거부됩니다. 아직 포트 ${port}에서 실행 중인 앱이 없습니다`,
  healthFirstCheck: "첫 상태 확인이 진행 중입니다",
  healthNotInUse:
    "트래픽이 들어오지 않습니다. 이 대상 그룹으로 전달하는 리스너가 아직 없거나, 서버의 가용 영역이 로드 밸런서에 없습니다",
  healthStopped: "중지되었거나 종료된 인스턴스입니다",
  healthLeaving: "대상 그룹에서 등록 취소 중입니다. 배포가 진행 중일 수 있습니다",
  healthState: (state, reason) => `상태가 ${state}입니다: ${reason}`,
  healthNoReason: "AWS에서 이유를 알려 주지 않았습니다",

  healthNot200: (description) => `200이 아닙니다: ${description}`,
  healthLogin: (code) => `${code}입니다. 로그인 없이 열려 있어야 하는 경로입니다`,
  healthNothingThere: `404입니다. 그 경로에는 아무것도 없습니다. "healthCheck"를 200으로 응답하는 경로로 바꾸세요`,
  healthRedirect: (code) =>
    `${code} 리다이렉트입니다. "healthCheck"를 리다이렉트 없이 200으로 응답하는 경로로 바꾸세요`,
  healthAppError: (code) => `${code}입니다. 앱에서 오류가 났습니다`,
  healthOtherCode: (code) => `200이 아니라 ${code}입니다`,
};
