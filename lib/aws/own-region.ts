/** Region of the deployment: where metrics are kept and secrets lie, wherever this process runs. */
export function homeRegion(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return env.BONGSU_HOME_REGION || ownRegion(env);
}

/** Region of this process, as the environment says it: Lambda always does, a computer may leave it to a profile. */
export function ownRegion(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined;
}
