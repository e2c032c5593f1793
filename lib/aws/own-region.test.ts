import { describe, expect, it } from "vitest";
import { homeRegion, ownRegion } from "./own-region.ts";

describe("the Region of a process", () => {
  it("is what Lambda says, and its home the same unless the deployment says otherwise", () => {
    expect(ownRegion({ AWS_REGION: "us-east-1", BONGSU_HOME_REGION: "eu-west-1" })).toBe("us-east-1");
    expect(homeRegion({ AWS_REGION: "us-east-1", BONGSU_HOME_REGION: "eu-west-1" })).toBe("eu-west-1");
    expect(homeRegion({ AWS_DEFAULT_REGION: "us-east-1" })).toBe("us-east-1");
    expect(homeRegion({})).toBeUndefined();
  });
});
