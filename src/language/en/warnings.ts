/** What a run tells that is no error. */
export const warnings = {
  warnDiskGrown: (instanceName: string, gib: number) =>
    `The disk of ${instanceName} is ${gib} GiB now; its file system grows when the server restarts.`,
  warnRecordLost: (name: string, lost: string) =>
    `${name}: the record from before could not be put back (${lost}), as Route 53 refuses it now.`,
  warnProviderAudience: (arn: string, audience: string, command: string) =>
    `${arn} was there before and does not know ${audience}: pushes cannot deploy. Its owner runs \`${command}\`.`,
  warnFileLeftAlone: (path: string, diff: string) =>
    `${path} differs and was left alone; --force overwrites it (- yours, + ours):\n${diff}`,
};
