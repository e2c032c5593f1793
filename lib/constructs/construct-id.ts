/** Names of ours as ids of constructs. CDK writes a slash as "--": where hyphens meet each other or a slash, two names could come to one id. */
export function constructId(name: string): string {
  return /--|-\/|\/-/.test(name) ? name.replaceAll("-", "~") : name;
}
