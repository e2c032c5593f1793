/** What no configuration says. Everything else is counted from the plan that is deployed. */
export const MONTH_MINUTES = 43_800;
export const MONTH_MS = MONTH_MINUTES * 60_000;

/** As the constructs set it, of every function that a schedule or an alarm starts. */
export const MEMORY_GB = 0.5;
/** A typical run, after its start. A target that times out makes a pass as long as the timeout. */
export const RUN_SECONDS = 1;
/** Publishing what was measured. */
export const PUBLISHING_SECONDS = 0.3;
export const ANALYSIS_SECONDS = 3;
/** More for each check whose hours are looked at: 54 s of CPU for 10,000, of which a function of 512 MB has 0.29. */
export const HOURS_CHECK_SECONDS = 0.02;
/** A pass of the responder that finds nothing to do, and one that looks at every alarm. */
export const TICK_SECONDS = 0.2;
export const LOOK_SECONDS = 1.5;
export const TICKS_BETWEEN_LOOKS = 5;
/** Reading, drawing and writing the status pages once. */
export const STATUS_PAGE_SECONDS = 0.6;
/** DescribeAlarms tells of so many at once. */
export const ALARMS_A_REQUEST = 100;
export const SAMPLES_A_REQUEST = 1_000;

/** What CloudWatch bills of an OTLP point: name, labels, what it may add to them, time and value. Ours are about 100. */
export const OTLP_POINT_BYTES = 300;

export const FAILED_SHARE = 0.001;
export const FAILURE_RECORD_BYTES = 1_500;
/** Lambda's own lines about one start. */
export const START_RECORDS_BYTES = 700;

/** Lambda asks a queue with five long polls of 20 s that never end. */
export const POLLS_A_MINUTE = 15;

/** Ten incidents, each told at its beginning, once in between and at its end. */
export const MESSAGES = 30;
export const WRITES_A_MESSAGE = 10;

/** Looks at the overview in a month: ten a day. Each reads metrics anew; what its function takes besides is less than a cent. */
export const LOOKS_AT_DASHBOARD = 300;
