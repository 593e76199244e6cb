import type { Assessment } from "../assessment.ts";
import { readingOf } from "../reading.ts";
import { message } from "./message.ts";

/** What the run itself has to say: what could not be read, and what must be done before the move can begin. */
export function notificationsOf(assessment: Assessment): unknown[] {
  const minors = assessment.cluster.minorsToPassFirst;
  return [
    ...readingOf(assessment).gaps.map(({ what, why, open }) => ({
      level: "warning",
      message: message(`${what}: ${why}; ${open}`),
    })),
    ...(minors.length === 0
      ? []
      : [
          {
            level: "note",
            message: message(`Before the move can begin, the cluster must pass ${minors.join(", ")}.`),
          },
        ]),
  ];
}
