import type { ReactElement } from "react";
import type { AssessmentState } from "../../../src/report/assessment.ts";
import { counted, formatCount } from "../model/words.ts";

/** Up to this many, every node is a dot of its own. */
const MOST_DOTS = 12;
const STEP = 9;
const BAR = 84;

interface NodesProps {
  readonly nodes: AssessmentState["nodes"];
  /** The most nodes any state has: what a full bar stands for. */
  readonly most: number;
}

/** Old and new nodes of a state: rings and discs, or a bar in two parts when there are many. */
export function Nodes({ nodes, most }: NodesProps): ReactElement {
  return (
    <p className="nodes">
      {most <= MOST_DOTS ? <Dots nodes={nodes} /> : <Bar nodes={nodes} most={most} />}
      <span>{describe(nodes)}</span>
    </p>
  );
}

function Dots({ nodes }: { readonly nodes: AssessmentState["nodes"] }): ReactElement {
  const all = [...Array(nodes.old).fill("old"), ...Array(nodes.new).fill("new")];
  return (
    <svg className="dots" width={Math.max(1, all.length) * STEP} height={STEP} aria-hidden="true">
      {all.map((kind, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the dots are told apart by nothing else
        <circle key={index} className={kind} cx={index * STEP + STEP / 2} cy={STEP / 2} r="3" />
      ))}
    </svg>
  );
}

function Bar({ nodes, most }: NodesProps): ReactElement {
  const old = (nodes.old / most) * BAR;
  const fresh = (nodes.new / most) * BAR;
  return (
    <svg className="dots" width={BAR} height={STEP} aria-hidden="true">
      <rect className="ground" width={BAR} height={STEP} rx="2" />
      <rect className="old" x="0.75" y="0.75" width={Math.max(0, old - 1.5)} height={STEP - 1.5} />
      <rect className="new" x={old} width={fresh} height={STEP} />
    </svg>
  );
}

function describe(nodes: AssessmentState["nodes"]): string {
  if (nodes.new === 0) return counted(nodes.old, "old node");
  if (nodes.old === 0) return counted(nodes.new, "new node");
  return `${formatCount(nodes.old)} old, ${formatCount(nodes.new)} new`;
}
