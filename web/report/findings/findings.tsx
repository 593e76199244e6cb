import type { ReactElement } from "react";
import { guaranteeAnchor } from "../model/anchors.ts";
import type { GuaranteeGroup } from "../model/groups.ts";
import type { ReportModel } from "../model/report-model.ts";
import { stripsOf } from "../model/strips.ts";
import { counted, listed } from "../model/words.ts";
import { Glyph } from "../parts/glyph.tsx";
import { Name, Prose } from "../parts/name.tsx";
import { Section } from "../parts/section.tsx";
import { Cause } from "./cause-group.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { StripShapes } from "./strip-shapes.tsx";

/** Everything that was found, by guarantee and cause, worst first. */
export function Findings({ model }: { readonly model: ReportModel }): ReactElement {
  const { assessment, groups } = model;
  const strips = stripsOf(assessment.findings, model.positions);
  const found = new Set(groups.map((group) => group.guarantee));
  const silent = assessment.guarantees.map(({ id }) => id).filter((id) => !found.has(id));
  if (groups.length === 0) {
    return (
      <Section id="findings" title="Findings">
        <p>There are none.</p>
      </Section>
    );
  }
  return (
    <Section
      id="findings"
      title="Findings"
      lead={`By guarantee and cause, worst first. The boxes at the end of a row are the states, 1 to ${assessment.states.length}: tall where the finding stands.`}
    >
      <StripShapes strips={strips} />
      <FilterBar model={model} />
      <p className="nothing-left" hidden>
        No finding matches these filters.
      </p>
      {groups.map((group) => (
        <section
          key={group.guarantee}
          id={guaranteeAnchor(group.guarantee)}
          className="group"
          data-guarantee={group.guarantee}
          aria-labelledby={`${guaranteeAnchor(group.guarantee)}-title`}
        >
          <GroupHeading group={group} />
          {group.causes.map((cause) => (
            <Cause key={cause.id} cause={cause} model={model} strips={strips} />
          ))}
        </section>
      ))}
      {silent.length === 0 ? null : (
        <p className="quiet">
          Nothing was found about <Name>{listed(silent)}</Name>.
        </p>
      )}
    </Section>
  );
}

function GroupHeading({ group }: { readonly group: GuaranteeGroup }): ReactElement {
  return (
    <div className="group-heading">
      <h3 id={`${guaranteeAnchor(group.guarantee)}-title`} tabIndex={-1}>
        <Glyph mark={group.worst} /> <Name>{group.guarantee}</Name>
      </h3>
      <p className="promise">
        <Prose>{group.promise}</Prose>
      </p>
      <p className="group-count">{counted(group.count, "finding")}</p>
    </div>
  );
}
