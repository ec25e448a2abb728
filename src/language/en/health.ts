/** Why a server does not answer the load balancer's health check. */
export const health = {
  healthUnknown: "AWS cannot tell the health of the servers at the moment",
  healthNoneRegistered: "no server is registered with the target group",
  healthOf: (instanceId: string, words: string) => `${instanceId} ${words}`,
  healthNotRegistered: "is not registered with the target group",
  healthAnswers: (path: string, answer: string) => `answers ${path} with ${answer}`,
  healthTimeout: (path: string) =>
    `does not answer ${path} in time: the app is busy, or a security group keeps the load balancer out`,
  healthRefuses: (port: number) => `refuses connections: nothing is listening on port ${port} yet`,
  healthFirstCheck: "is being checked for the first time",
  healthNotInUse:
    "gets no traffic: no listener forwards to it yet, or its Availability Zone is not the load balancer's",
  healthStopped: "is stopped or terminated",
  healthLeaving: "is being taken out of the target group: a deployment may be under way",
  healthState: (state: string, reason: string) => `is ${state}: ${reason}`,
  healthNoReason: "AWS gave no reason",

  healthNot200: (description: string) => `something other than 200: ${description}`,
  healthLogin: (code: string) => `${code}: that path must be open without a login`,
  healthNothingThere: `404: there is nothing at that path; set "healthCheck" to one that answers 200`,
  healthRedirect: (code: string) => `${code}, a redirect; set "healthCheck" to a path that answers 200 itself`,
  healthAppError: (code: string) => `${code}: the app reports an error`,
  healthOtherCode: (code: string) => `${code} instead of 200`,
};
