import { addressEndpoint, type Endpoint, podEndpoint } from "../network/endpoint.ts";
import type { PeerTerm } from "../network/policy.ts";
import { PolicyIndex } from "../network/policy-index.ts";
import { hasPort, PortSets } from "../network/port-set.ts";
import { type PodSubject, subjectsOf } from "../network/subjects.ts";
import { type SideTrace, type TraceTools, traceSide } from "../network/trace-side.ts";
import { viewOf } from "../network/view-of.ts";
import { type Address, parseAddress } from "../world/addresses/address.ts";
import { type Cidr, firstOf, lastOf } from "../world/addresses/cidr.ts";
import { type ObjectRef, type Resource, refKey } from "../world/resource.ts";
import { templatePod } from "../world/template-pod.ts";
import type { Workload } from "../world/workload.ts";
import type { World } from "../world/world.ts";

/** What policies say of packets from one address to a pod's port. */
export interface Answer {
  readonly verdict: "admitted" | "refused" | "unknown";
  /** Policies that select the pod, those first whose rule decided. */
  readonly policies: readonly Resource[];
}

/** Asks the policies of a world about packets from outside to a workload's pods. */
export class PolicyProbe {
  readonly #tools: TraceTools;
  readonly #pods: ReadonlyMap<string, PodSubject>;

  /** `asked`: the workloads that are asked about; one without a pod is asked about by the pod it would make. */
  constructor(world: World, asked: readonly ObjectRef[]) {
    const view = viewOf(world);
    this.#tools = { index: new PolicyIndex(view), options: view.options, table: new PortSets() };
    const { pods } = subjectsOf({ ...view, world: { ...world, workloads: withPods(world, asked) } });
    this.#pods = new Map(pods.map((pod) => [refKey(pod.workload.ref), pod]));
  }

  /** A pod of the workload that policies apply to; undefined where it has none, or is on its node's network. */
  podOf(workload: ObjectRef): Endpoint | undefined {
    const pod = this.#pods.get(refKey(workload));
    return pod === undefined || pod.asNode ? undefined : podEndpoint(pod);
  }

  ask(pod: Endpoint, from: Address, port: number): Answer {
    const trace = traceSide("ingress", pod, addressEndpoint(from), this.#tools);
    const verdict = hasPort(trace.certain, "TCP", port)
      ? "admitted"
      : hasPort(trace.possible, "TCP", port)
        ? "unknown"
        : "refused";
    return { verdict, policies: policiesIn(trace, this.#tools.table) };
  }

  /** Outside addresses at which the answer may change: the edges of every block in the pod's policies. */
  edges(pod: Endpoint): readonly Address[] {
    const any = parseAddress(UNLISTED);
    const { policies } = traceSide("ingress", pod, addressEndpoint(any as Address), this.#tools);
    const blocks = policies.flatMap(({ policy }) =>
      (policy.ingress?.rules ?? []).flatMap(({ peers }) => peers.flatMap(blocksOf)),
    );
    return blocks.flatMap((block) => [firstOf(block), lastOf(block)]);
  }
}

/** The workloads asked about alone. A DaemonSet of files has no pods: how many it makes is the nodes' to say. */
function withPods({ workloads }: World, asked: readonly ObjectRef[]): readonly Workload[] {
  const keys = new Set(asked.map(refKey));
  return workloads
    .filter(({ ref }) => keys.has(refKey(ref)))
    .map((workload) =>
      workload.pods.length > 0 ? workload : { ...workload, pods: [templatePod(workload)] },
    );
}

/** Never used on the internet (RFC 2544), so that only rules for everybody admit it. */
export const UNLISTED = "198.19.255.1";

function policiesIn({ policies }: SideTrace, { none }: PortSets): readonly Resource[] {
  const deciding = policies.filter(({ rules }) => rules.some(({ decides }) => decides !== none));
  return [...new Set([...deciding, ...policies].map(({ policy }) => policy.resource))];
}

function blocksOf(term: PeerTerm): readonly Cidr[] {
  switch (term.kind) {
    case "block":
      return [term.cidr, ...term.except];
    case "all-of":
    case "any-of":
      return term.terms.flatMap(blocksOf);
    case "not":
    case "maybe":
      return blocksOf(term.term);
    default:
      return [];
  }
}
