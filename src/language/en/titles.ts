/** What the resources are called, each with its name on AWS. */
export const titles = {
  titleDefaultVpc: "default VPC",
  titleVpc: (id: string) => `VPC ${id}`,
  titlePublicSubnets: (vpcId: string) => `public subnets of ${vpcId}`,
  titleSecurityGroup: (name: string) => `security group ${name}`,
  titleSecurityGroupRule: (name: string) => `security group rule ${name}`,

  titleRole: (name: string) => `role ${name}`,
  titleRolePolicy: (name: string, roleName: string) => `policy ${name} of role ${roleName}`,
  titleInstanceProfile: (name: string) => `instance profile ${name}`,
  titleInstance: (name: string) => `instance ${name}`,
  titleParameter: (name: string) => `parameter ${name}`,
  titleElasticIp: (nameOrAddress: string) => `Elastic IP ${nameOrAddress}`,
  titleElasticIpOnServer: (publicIp: string, instanceId: string) => `Elastic IP ${publicIp} on ${instanceId}`,

  titleDatabase: (identifier: string) => `database ${identifier}`,
  titleDbSubnetGroup: (name: string) => `database subnet group ${name}`,
  titleDbParameterGroup: (name: string) => `database parameter group ${name}`,
  titleFinalSnapshot: (identifier: string) => `final snapshot ${identifier}`,

  titleRecord: (name: string, type: string) => `record ${name} ${type}`,
  titleCertificate: (domain: string) => `certificate for ${domain}`,

  titleLoadBalancer: (name: string) => `load balancer ${name}`,
  titleNetworkInterfaces: (of: string) => `network interfaces of ${of}`,
  titleTargetGroup: (name: string) => `target group ${name}`,
  titleTargetRegistration: (instanceId: string, port: number) => `registration of ${instanceId} on port ${port}`,
  titleListener: (port: number, protocol: string) => `listener ${port} (${protocol})`,
  titleListenerOnPort: (port: number) => `listener ${port}`,
  titleAnsweringServers: (path: string) => `servers that answer ${path}`,

  titleBucket: (name: string) => `bucket ${name}`,
  titleBuildBucket: (name: string) => `build bucket ${name}`,
  titleAssetsBucket: (name: string) => `assets bucket ${name}`,

  titleApplication: (name: string) => `CodeDeploy application ${name}`,
  titleDeploymentGroup: (name: string) => `deployment group ${name}`,
  titleOidcProvider: (host: string) => `OIDC provider ${host}`,
  titleRepositoryFiles: (paths: string) => `files in the repository (${paths})`,
};
