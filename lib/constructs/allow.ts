/**
 * Permissions that name many things, in statements of which each fits a policy: AWS takes 10,240 characters in a role itself and
 * 6,144 in each policy beside it, and CDK moves whole statements there.
 */
import { PolicyStatement } from "aws-cdk-lib/aws-iam";

const NAMES_MAX_CHARACTERS = 5_600;
/** So much CDK counts where Region or account is not known yet. */
const NAME_MIN_CHARACTERS = 150;
const QUOTES_AND_COMMA = 3;

/** None where there are no resources. */
export function allow(sid: string, actions: readonly string[], resources: readonly string[]): PolicyStatement[] {
  return inParts(resources).map(
    (some, part) => new PolicyStatement({ sid: sidOf(sid, part), actions: [...actions], resources: some }),
  );
}

/** Names, each once, in parts of which each fits a statement. */
export function inParts(names: readonly string[]): string[][] {
  const parts: string[][] = [];
  let room = 0;
  for (const name of new Set(names)) {
    const characters = charactersOf(name);
    const part = parts.at(-1);
    if (part === undefined || characters > room) {
      parts.push([name]);
      room = NAMES_MAX_CHARACTERS - characters;
    } else {
      part.push(name);
      room -= characters;
    }
  }
  return parts;
}

/** As CDK counts them. */
export function charactersOf(name: string): number {
  return Math.max(NAME_MIN_CHARACTERS, name.length) + QUOTES_AND_COMMA;
}

/** Unique in its role. */
export function sidOf(sid: string, part: number): string {
  return part === 0 ? sid : `${sid}Part${part + 1}`;
}
