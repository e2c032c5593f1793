/** A CDK app of your own: the checks of checks.yaml as one of its stacks. */
import { App, Stack } from "aws-cdk-lib";
import flags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { Bongsu, loadChecks } from "bongsu";

const app = new App({ context: flags });
const config = await loadChecks("checks.yaml");
new Bongsu(new Stack(app, "acme-checks"), "Bongsu", { config });
