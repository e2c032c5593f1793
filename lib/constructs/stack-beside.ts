/** A further stack of the same deployment, beside the one in which Bongsu stands: users make one stack, however many are needed. */
import { type Environment, Stack } from "aws-cdk-lib";

export interface BesideOptions {
  /** Behind the name of the stack, in its own name. */
  readonly suffix: string;
  readonly description: string;
  /** @default - where the stack itself is deployed */
  readonly env?: Environment;
}

/** Throws where there can be none; the message says why, and the cure. */
export function createStackBeside(stack: Stack, { suffix, description, env }: BesideOptions): Stack {
  const { account, region, terminationProtection } = stack;
  const { scope } = stack.node;
  const id = `${stack.node.id}-${suffix}`;
  if (scope === undefined || stack.nested) refuse(id, "a nested stack can have none beside it");
  if (scope.node.tryFindChild(id) !== undefined) refuse(id, "there is one of that name, of another Bongsu in the same stack");
  const beside = new Stack(scope, id, {
    stackName: `${stack.stackName}-${suffix}`,
    description,
    env: env ?? { account, region },
    terminationProtection,
    tags: stack.tags.tagValues(),
  });
  if (!areDeployedAlike(stack, beside))
    refuse(id, "the stack has a synthesizer of its own: give it to the app, as defaultStackSynthesizer");
  return beside;
}

/** With the same bucket and roles of `cdk bootstrap`. */
function areDeployedAlike({ synthesizer: one }: Stack, { synthesizer: other }: Stack): boolean {
  return one.constructor === other.constructor && one.bootstrapQualifier === other.bootstrapQualifier;
}

function refuse(id: string, reason: string): never {
  const cure = "Put this Bongsu into a stack of its own, straight below the app or a stage.";
  throw new Error(`Bongsu needs a further stack ${id}, but ${reason}. ${cure}`);
}
