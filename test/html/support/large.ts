import type { Assessment } from "../../../src/report/assessment.ts";
import { shopAssessment } from "../../../src/report/testing.ts";

const NAMESPACES = 40;

/** The shop's assessment with its findings repeated at other subjects until there are so many. */
export function largeAssessment(findings: number): Assessment {
  const originals = shopAssessment.findings;
  return {
    ...shopAssessment,
    findings: Array.from({ length: findings }, (_, index) => {
      const original = originals[index % originals.length];
      if (original === undefined) throw new Error("the example has findings");
      const namespace = `team-${index % NAMESPACES}`;
      const name = `${original.subject.name}-${index}`;
      return { ...original, subject: { ...original.subject, namespace, name } };
    }),
  };
}
