/** checks.schema.json: what editors know about checks.yaml. */
import { z } from "zod";
import { KINDS, schemas } from "../probes/schemas.ts";
import { operandDefinitions } from "./expect/json-schema.ts";
import { checkShape, topShape } from "./schema.ts";

/** JSON Schema draft 7 of what people write; `npm run fix` prints it to checks.schema.json. */
export function checksJsonSchema(): object {
  const checks = KINDS.map((kind) => z.strictObject({ ...checkShape, [kind]: schemas[kind].target, ...schemas[kind].judged }));
  const whole = z.strictObject({ ...topShape, checks: z.array(z.union(checks)).min(1).describe("What is watched.") });
  const schema = z.toJSONSchema(whole, { io: "input", target: "draft-07", unrepresentable: "any" });
  return { title: "Bongsu checks", ...schema, definitions: operandDefinitions };
}
