import type { ReactElement } from "react";
import type { AssessmentFinding } from "../../../src/report/assessment.ts";
import { Name } from "./name.tsx";

type Subject = AssessmentFinding["subject"];

/** `Deployment shop/web`, the kind set back so that the names line up. */
export function SubjectName({ subject }: { readonly subject: Subject }): ReactElement {
  const { kind, namespace, name } = subject;
  return (
    <span className="subject">
      <span className="kind">
        <Name>{kind}</Name>
      </span>{" "}
      <b>
        <Name>{namespace === undefined ? name : `${namespace}/${name}`}</Name>
      </b>
    </span>
  );
}
