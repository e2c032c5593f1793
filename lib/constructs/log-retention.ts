/** A retention that CloudWatch Logs knows. */
import type { Duration } from "aws-cdk-lib";
import { RetentionDays } from "aws-cdk-lib/aws-logs";

/** Throws when CloudWatch Logs has no such retention; the message lists what it has. */
export function retentionOf(duration: Duration): RetentionDays {
  const known = Object.values(RetentionDays).filter((value) => typeof value === "number" && value !== RetentionDays.INFINITE);
  const retention = known.find((days) => days === duration.toDays());
  if (retention !== undefined) return retention;
  throw new Error(`logRetention is ${duration.toDays()} days; CloudWatch Logs keeps lines for ${known.join(", ")} days.`);
}
