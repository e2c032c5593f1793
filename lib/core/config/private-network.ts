/** `vpc: { id, subnets, … }`: the user's own network, by the ids of its parts, so that nothing has to be looked up. */
import { z } from "zod";
import type { PrivateNetwork } from "../model/check.ts";
import { flag, list, text } from "./fields.ts";
import type { Refuse } from "./problem.ts";
import { showText } from "./show.ts";

const id = (prefix: string, example: string) => text(checkId(prefix, example), example);

export const privateNetwork = z
  .strictObject({
    id: id("vpc", "vpc-0abc1234").describe("The VPC."),
    subnets: list(id("subnet", "subnet-0abc1234"), { min: 1 }).describe(
      "Private subnets for the prober, best one in each Availability Zone.",
    ),
    securityGroups: list(id("sg", "sg-0abc1234"), { min: 1 })
      .describe("Of the prober. Default: a new one that lets everything out and nothing in.")
      .exactOptional(),
    endpoints: flag
      .describe("true: interface endpoints to the AWS services that the prober needs, instead of a NAT gateway. Default false.")
      .exactOptional(),
    routeTables: list(id("rtb", "rtb-0abc1234"), { min: 1 })
      .describe("Of the subnets: where the endpoint of S3 is entered. Only needed with endpoints and checks of kind s3.")
      .exactOptional(),
  })
  .transform((written): PrivateNetwork => ({ ...written, endpoints: written.endpoints ?? false }));

function checkId(prefix: string, example: string) {
  return (written: string, refuse: Refuse): void => {
    if (new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(written)) return;
    const message = `${showText(written)} is not an id that begins with ${prefix}-.`;
    refuse({ code: "aws-id-malformed", message, fix: `Write it as the console of VPC shows it, as in ${example}.` });
  };
}
