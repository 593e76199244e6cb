import type { ReactElement } from "react";
import type { AssessmentEntries, EntryTargetSection } from "../../../src/report/entries-section.ts";
import type { ReportModel } from "../model/report-model.ts";
import { counted, listed } from "../model/words.ts";
import { statesWords } from "../network/words.ts";
import { Name, Prose } from "../parts/name.tsx";
import { Section } from "../parts/section.tsx";
import { EntriesKey } from "./entries-key.tsx";
import { PictureFigure } from "./picture-figure.tsx";
import { picturesOf } from "./pictures.ts";
import { StateChoice } from "./state-choice.tsx";

interface EntriesProps {
  readonly entries: AssessmentEntries;
  readonly model: ReportModel;
}

/** How visitors get in, state by state. */
export function Entries({ entries, model }: EntriesProps): ReactElement {
  const { targets, moreTargets, unserved, looked } = entries;
  const controllers = targets.filter(({ role }) => role === "controller");
  const others = targets.filter(({ role }) => role !== "controller");
  return (
    <Section
      id="entries"
      title="Entries"
      lead={
        <>
          By which address and port visitors get in, and whose address is seen there.{" "}
          {looked ? null : "Nobody looked where names lead, so which way visitors take is inferred."}
        </>
      }
    >
      {targets.length === 0 ? (
        <p>Nothing leads into this cluster from outside, as far as could be read.</p>
      ) : null}
      {targets.length === 0 ? null : <StateChoice states={model.assessment.states} />}
      {controllers.map((target) => (
        <Target key={keyOf(target)} target={target} model={model} />
      ))}
      {unserved.hosts === 0 ? null : (
        <p className="entry-unserved">
          Served by no controller: {counted(unserved.hosts, "host")} (<Name>{listed(namesOf(unserved))}</Name>
          ).
        </p>
      )}
      {others.length === 0 ? null : (
        <details className="entry-others" open={controllers.length === 0}>
          <summary>
            {counted(others.length, "place")} reached without an ingress controller
            {moreTargets > 0 ? `, and ${moreTargets} more not listed` : ""}
          </summary>
          {others.map((target) => (
            <Target key={keyOf(target)} target={target} model={model} />
          ))}
        </details>
      )}
      {targets.length === 0 ? null : <EntriesKey />}
    </Section>
  );
}

function keyOf({ object }: EntryTargetSection): string {
  return object === undefined ? "" : JSON.stringify(object);
}

function namesOf({ names, more }: { readonly names: readonly string[]; readonly more: number }): string[] {
  return [...names, ...(more > 0 ? [`${more} more`] : [])];
}

const OPERATORS: Readonly<Record<NonNullable<EntryTargetSection["operator"]>, string>> = {
  provider: "run by the provider",
  customer: "run by the customer",
  unknown: "nobody knows who runs it",
};

interface TargetProps {
  readonly target: EntryTargetSection;
  readonly model: ReportModel;
}

function Target({ target, model }: TargetProps): ReactElement {
  const { object, controller, operator, hosts, moreWays } = target;
  const { states } = model.assessment;
  const titles = new Map(states.map(({ id, title }) => [id, title]));
  const pictures = picturesOf(
    target,
    states.map(({ id }) => id),
  );
  const words = [
    ...(controller === undefined ? [] : [controller]),
    ...(operator === undefined ? [] : [OPERATORS[operator] ?? OPERATORS.unknown]),
    ...(hosts.served > 0 ? [`serves ${listed(namesOf(hosts))}`] : []),
    ...(hosts.unclear > 0 ? [`may serve ${counted(hosts.unclear, "more host")}`] : []),
  ];
  return (
    <div className="entry-target">
      <h3>
        {object === undefined ? (
          "The Kubernetes API"
        ) : (
          <>
            <span className="kind">
              <Name>{object.kind}</Name>
            </span>{" "}
            <Name>{object.namespace === undefined ? object.name : `${object.namespace}/${object.name}`}</Name>
          </>
        )}
      </h3>
      {words.length === 0 ? null : (
        <p className="quiet">
          <Prose>{words.join("; ")}</Prose>
        </p>
      )}
      <div className="entry-pictures">
        {pictures.map((picture) => (
          <PictureFigure
            key={picture.states.join()}
            picture={picture}
            target={target}
            numbers={statesWords([...picture.states], model.positions)}
            title={titles.get(picture.states[0] ?? "") ?? ""}
            positions={picture.states.flatMap((state) => model.positions.get(state) ?? [])}
          />
        ))}
      </div>
      {moreWays === 0 ? null : (
        <p className="quiet">{counted(moreWays, "more way")}: replatform entries lists all.</p>
      )}
    </div>
  );
}
