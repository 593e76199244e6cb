import type { ReactElement } from "react";
import type { Assessment } from "../../src/report/assessment.ts";
import { Addresses } from "./addresses.tsx";
import { Basis } from "./basis.tsx";
import { CoverageView } from "./coverage.tsx";
import { Entries } from "./entries/entries.tsx";
import { Findings } from "./findings/findings.tsx";
import { Masthead } from "./masthead.tsx";
import { reportModel } from "./model/report-model.ts";
import { Move } from "./move/move.tsx";
import { Network } from "./network/network.tsx";
import { OutcomePanel } from "./outcome.tsx";
import { GlyphShapes } from "./parts/glyph.tsx";
import { ProofTable } from "./proof-table.tsx";
import { Road } from "./road/road.tsx";
import { Suppressions } from "./suppressions.tsx";

const ROAD = [["road", "Road"]] as const;
const MOVE = [
  ["move", "Move"],
  ["proof", "Proof"],
] as const;
const FINDINGS = [["findings", "Findings"]] as const;
const ENTRIES = [["entries", "Entries"]] as const;
const NETWORK = [["network", "Network"]] as const;
const REST = [
  ["addresses", "Addresses"],
  ["coverage", "Coverage"],
  ["basis", "Basis"],
] as const;

/** The report's whole page, everything inside <body>. */
export function Report({ assessment }: { readonly assessment: Assessment }): ReactElement {
  const model = reportModel(assessment);
  // A cluster that is already there has no move ahead and nothing to prove.
  const moves = assessment.outcome !== "not-affected";
  const { entries, network, road } = assessment;
  const places = [
    ...(road === undefined ? [] : ROAD),
    ...(moves ? MOVE : []),
    ...FINDINGS,
    ...(entries === undefined ? [] : ENTRIES),
    ...(network === undefined ? [] : NETWORK),
    ...REST,
  ];
  return (
    <>
      <GlyphShapes />
      <a className="skip" href="#main">
        Skip to the result
      </a>
      <Masthead cluster={assessment.cluster.name} places={places} />
      <main id="main" tabIndex={-1}>
        <OutcomePanel model={model} />
        {road === undefined ? null : <Road road={road} />}
        {moves ? <Move model={model} /> : null}
        {moves ? <ProofTable model={model} /> : null}
        <Findings model={model} />
        {entries === undefined ? null : <Entries entries={entries} model={model} />}
        {network === undefined ? null : <Network network={network} model={model} />}
        <Addresses addresses={assessment.addresses} />
        <CoverageView coverage={assessment.coverage} />
        <Suppressions suppressions={assessment.suppressions} />
        <Basis assessment={assessment} />
      </main>
      <p className="unseen" role="status" data-announce />
    </>
  );
}
