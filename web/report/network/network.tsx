import type { ReactElement } from "react";
import type { AssessmentNetwork } from "../../../src/report/network-section.ts";
import type { ReportModel } from "../model/report-model.ts";
import { counted } from "../model/words.ts";
import { Prose } from "../parts/name.tsx";
import { Scroller } from "../parts/scroller.tsx";
import { Section } from "../parts/section.tsx";
import { Anchors } from "./anchors.ts";
import { ChangeList } from "./change-list.tsx";
import { Choices } from "./choices.tsx";
import { Drawing } from "./drawing.tsx";
import { edgesOf, namedWorkloads } from "./edges.ts";
import { layOut } from "./layout.ts";
import { LineHeads, LineKey } from "./line-sample.tsx";
import { comparisonsOf } from "./network-model.ts";
import { routesOf } from "./routes.ts";

interface NetworkProps {
  readonly network: AssessmentNetwork;
  readonly model: ReportModel;
}

/** Who may talk to whom, and what of that the move changes. */
export function Network({ network, model }: NetworkProps): ReactElement {
  const comparisons = comparisonsOf(network, model);
  if (comparisons.length === 0) {
    return (
      <Section id="network" title="Network">
        <p>
          <Unchanged network={network} />
        </p>
      </Section>
    );
  }
  const anchors = new Anchors(network);
  const each = comparisons.map(({ comparison }) => comparison);
  const edges = each.map((comparison) => edgesOf(comparison, anchors));
  const used = new Set(edges.flat().flatMap(({ from, to }) => [from, to]));
  const layout = layOut(network, namedWorkloads(each, anchors), used);
  return (
    <Section
      id="network"
      title="Network"
      lead="Connections that policies let through in one state and not in another, and pods that policies leave without names. Only what changes is drawn; whether it breaks something is said by the findings."
    >
      <LineHeads />
      {network.unread === undefined ? null : <Unread reason={network.unread} />}
      <Choices network={network} comparisons={comparisons} anchors={anchors} />
      <div className="net">
        <div className="net-picture">
          <Drawing layout={layout} routes={edges.map((own) => routesOf(own, layout))} />
          {network.moreNamespaces === 0 ? null : (
            <p className="quiet">{counted(network.moreNamespaces, "more namespace")} not drawn.</p>
          )}
          <LineKey />
        </div>
        <Scroller label="Changes of the network">
          {comparisons.map((one) => (
            <ChangeList key={one.index} model={one} anchors={anchors} />
          ))}
          <p className="net-nothing quiet" data-net="nothing" hidden>
            No change matches.
          </p>
        </Scroller>
      </div>
    </Section>
  );
}

function Unchanged({ network }: { readonly network: AssessmentNetwork }): ReactElement {
  const { policies, unread } = network;
  if (unread !== undefined) return <Unread reason={unread} />;
  if (policies === 0)
    return <>There is no network policy: everything may talk to everything in every state.</>;
  return (
    <>
      {policies === 1
        ? "The one network policy lets"
        : `The ${counted(policies, "network policy", "network policies")} let`}{" "}
      the same connections through in every state.
    </>
  );
}

function Unread({ reason }: { readonly reason: string }): ReactElement {
  return (
    <span className="net-unread">
      Network policies were not all read (<Prose>{reason}</Prose>), so what changes is not known in full.
    </span>
  );
}
