/** One entry of `checks`: its own keys, exactly one kind, and what that kind may expect. */
import { KINDS, type KnownKind, schemas } from "../probes/schemas.ts";
import type { CheckDraft, Written } from "./draft.ts";
import { type Fault, faultAt, type Path, type Refusal } from "./problem.ts";
import { readKeys, unknownKeys } from "./read-keys.ts";
import { checkShape } from "./schema.ts";
import { showChoice } from "./show.ts";
import { suggest } from "./suggest.ts";

const CHECK_KEYS: readonly string[] = [...Object.keys(checkShape), ...KINDS, "expect", "slow"];

export function readCheck(written: Written, index: number): { draft: CheckDraft; faults: Fault[] } {
  const path: Path = ["checks", index];
  const [kind, ...others] = KINDS.filter((name) => Object.hasOwn(written, name));
  const own = readKeys(checkShape, written, { path });
  const draft = { index, written, sound: own.sound };
  const faults = [...own.faults, ...unknownKeys(CHECK_KEYS, written, { path })];
  if (kind === undefined) return { draft, faults: [...faults, ...noKind(written, path)] };
  const { read, judgedFor } = schemas[kind];
  const { target, faults: targetFaults } = read(written[kind], [...path, kind]);
  const expected = readKeys(judgedFor(target), written, { path });
  const rivals = others.flatMap((other) => [
    twoKinds(path, { kind, other }),
    ...schemas[other].read(written[other], [...path, other]).faults,
  ]);
  return {
    draft: { ...draft, kind, target, ...expected.sound },
    faults: [...faults, ...targetFaults, ...expected.faults, ...rivals],
  };
}

/** A misspelt kind is said once, as an unknown key. */
function noKind(written: Written, path: Path): Fault[] {
  const kinds: readonly string[] = KINDS;
  const isMisspelt = Object.keys(written).some(
    (key) => !CHECK_KEYS.includes(key) && kinds.includes(suggest(key, CHECK_KEYS) ?? ""),
  );
  if (isMisspelt) return [];
  const refusal: Refusal = {
    code: "no-kind",
    message: "This check does not say what to probe.",
    fix: `Add one of ${showChoice(kinds)}, as in http: https://api.acme.example/health.`,
    at: "key",
  };
  return [faultAt(path, refusal)];
}

function twoKinds(path: Path, { kind, other }: { readonly kind: KnownKind; readonly other: KnownKind }): Fault {
  const message = `This check has two kinds, ${kind} and ${other}.`;
  return faultAt([...path, other], {
    code: "two-kinds",
    message,
    fix: "Make two checks of it, each with its own id.",
    at: "key",
  });
}
