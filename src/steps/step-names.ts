/** The steps, in the order of the notes. */
export const stepNames = ["network", "ec2", "eip", "rds", "route53", "acm", "alb", "s3", "codedeploy"] as const;
export type StepName = (typeof stepNames)[number];
