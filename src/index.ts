/** Replatform as a library: read a cluster, assess it, show the result. The command line is built on the same. */
export { type AssessOptions, assess } from "./assess.ts";
export { loadAnswers } from "./config/answers.ts";
export { loadProfile } from "./config/profiles.ts";
export { UserError } from "./errors.ts";
export { createCollector } from "./observe/collector.ts";
export { readSources } from "./observe/files/read-sources.ts";
export { readCluster } from "./observe/live/read-cluster.ts";
export type { Observation } from "./observe/observation.ts";
export type { Profile } from "./platforms/profile.ts";
export type { Assessment } from "./report/assessment.ts";
export { loadRenderer } from "./report/render.ts";
