import type { Assessment } from "../assessment.ts";
import { encodeSegment, PACKAGE_URL } from "../documentation.ts";
import { stringifyJson } from "../json.ts";
import { notificationsOf } from "./notifications.ts";
import { resultsOf } from "./results.ts";
import { rulesOf } from "./rules.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** SARIF 2.1.0 (OASIS), for code scanning: a rule a cause, a result a finding. */
export function renderSarif(assessment: Assessment): string {
  const rules = rulesOf(assessment);
  const { name, version } = assessment.generator;
  return stringifyJson({
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name, version, semanticVersion: version, informationUri: PACKAGE_URL, rules } },
        automationDetails: { id: automationId(assessment) },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: {
          "%SRCROOT%": { description: { text: "The directory the command was run in." } },
        },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notificationsOf(assessment) }],
        results: resultsOf(assessment, rules),
        properties: { outcome: assessment.outcome, target: assessment.target.version },
      },
    ],
  });
}

/** One run a cluster and profile; what stands after the last slash would tell runs of the same kind apart. */
function automationId({ cluster, profile }: Assessment): string {
  return `replatform/${[profile.name, ...(cluster.name === undefined ? [] : [cluster.name])].map(encodeSegment).join("/")}/`;
}
