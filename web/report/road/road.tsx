import type { ReactElement } from "react";
import type { Road as RoadData } from "../../../src/report/road-section.ts";
import { planWords, roadSentences } from "../../../src/report/road-words.ts";
import { Prose } from "../parts/name.tsx";
import { Section } from "../parts/section.tsx";
import { FlowDrawing } from "./flow-drawing.tsx";
import { FlowHeads, FlowKey } from "./flow-key.tsx";
import { numberedTurns } from "./road-model.ts";
import { RoadOutcome } from "./road-outcome.tsx";
import { TurnList, TurnsAhead } from "./turn-list.tsx";

/** Which way the cluster goes through the provider's flow, why, and what each side does next. */
export function Road({ road }: { readonly road: RoadData }): ReactElement {
  const turns = numberedTurns(road);
  return (
    <Section
      id="road"
      title="The road"
      lead={
        <>
          <Prose>{roadSentences(road).join(" ")}</Prose> <Prose>{planWords(road)}</Prose>
        </>
      }
    >
      <FlowHeads />
      <div className="flow-frame">
        <FlowDrawing road={road} turns={turns} />
        <div className="flow-caption-place">
          <div className="flow-caption" hidden data-caption aria-hidden="true" />
        </div>
        <FlowKey road={road} />
      </div>
      <TurnList road={road} turns={turns.filter(({ isAhead }) => !isAhead)} />
      <RoadOutcome road={road} />
      <TurnsAhead road={road} turns={turns.filter(({ isAhead }) => isAhead)} />
    </Section>
  );
}
