/** In which Region a deployment has its home: that may stay open until it is deployed, unless probers elsewhere have to be told. */
import { type App, Stack, Token } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Config } from "../core/model/check.ts";
import { otherRegions } from "../core/run/other-regions.ts";

/** Of `-c region=NAME`, or else where the command line would deploy; nothing where nobody has to know. */
export function homeOf(app: App, config: Config): { readonly region?: string } {
  const asked: unknown = app.node.tryGetContext("region");
  if (typeof asked === "string") return { region: asked };
  const region = process.env.CDK_DEFAULT_REGION;
  return otherRegions(config).length > 0 && region !== undefined ? { region } : {};
}

/** Of the stack around a construct, if it is said already. */
export function knownRegion(scope: Construct): { readonly region?: string } {
  const { region } = Stack.of(scope);
  return Token.isUnresolved(region) ? {} : { region };
}
