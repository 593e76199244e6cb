import type { RoadFacts } from "./decide/facts.ts";
import { nameSigns } from "./decide/name-signs.ts";
import { decideRoad, type RoadResult } from "./decide/road.ts";
import type { Given } from "./decide/walk.ts";
import { arrivalsOf } from "./entry/arrivals.ts";
import { certManagerOf } from "./entry/cert-manager.ts";
import { consumersIn } from "./entry/consumers/address-consumers.ts";
import { controllersOf } from "./entry/controllers/controllers-of.ts";
import { dnsResolution } from "./guarantees/dns-resolution/dns-resolution.ts";
import { egressAddress } from "./guarantees/egress-address/egress-address.ts";
import type { Evidence, JudgeContext } from "./guarantees/guarantee.ts";
import type { Move } from "./move.ts";
import { PLAIN_ENTRY_PLAN } from "./platforms/entry-plan.ts";
import type { RouteName } from "./platforms/profile.ts";
import type { Proof } from "./simulate/proof.ts";
import { prove } from "./simulate/prove.ts";
import { simulateRoute } from "./simulate/route.ts";
import { coverageOf } from "./world/coverage.ts";

/** The road of a move, in the two steps it can be known in. */
export interface RoadWalk {
  /**
   * Before anything is simulated, as if names went on being resolved: which route to simulate, and how traffic enters.
   * Nothing else of it is to be shown.
   */
  readonly ahead: Pick<RoadResult, "route" | "entryPlan">;
  /** The road itself, once the in-place move has been judged. */
  judged(proof: Proof): RoadResult;
}

export function roadOf(move: Move, answers: ReadonlyMap<string, Given> = new Map()): RoadWalk {
  const facts = readFacts(move);
  return {
    ahead: decideRoad({ ...facts, dnsFindings: [] }, answers),
    judged: (proof) => decideRoad(withProof(facts, proof), answers),
  };
}

function withProof(facts: RoadFacts, { guarantees, findings }: Proof): RoadFacts {
  const of = (id: string) => findings.filter((finding) => finding.guarantee === id);
  const judged = guarantees.some(({ id }) => id === dnsResolution.id);
  return {
    ...facts,
    dnsFindings: judged ? of(dnsResolution.id) : undefined,
    egressFindings: of(egressAddress.id),
  };
}

/** The road by what is given, for who only wants to know where it leads: of the move no more is simulated than that takes. */
export function decideMove(move: Move): (given: ReadonlyMap<string, Given>) => RoadResult {
  const { world, profile, target, on, mentions } = move;
  const states = simulateRoute(world, profile, { target });
  const proof = prove(states, [dnsResolution, egressAddress], {
    profile,
    target: { minor: target },
    removals: [],
    mentions,
    route: "in-place",
    entryPlan: PLAIN_ENTRY_PLAN,
    states: states.map((state) => state.id),
    on,
  });
  const facts = withProof(readFacts(move), proof);
  return (given) => decideRoad(facts, given);
}

/** What `--route` says is an answer like any other. */
export function withRoute(
  answers: ReadonlyMap<string, Given> = new Map(),
  route: RouteName | undefined,
): ReadonlyMap<string, Given> {
  if (route === undefined) return answers;
  const value = route === "in-place" ? "upgrade" : "migrate";
  return new Map([...answers, ["upgrade-or-migrate", { value, how: "given", where: "--route" }]]);
}

/** What a person said of who depends on the nodes' floating IPs, which no object tells. */
export function floatingIpsSaid(
  answers: ReadonlyMap<string, Given> | undefined,
): JudgeContext["floatingIpsRequired"] {
  const value = answers?.get("floating-ips-required")?.value;
  return value === "yes" || value === "no" ? value : undefined;
}

/** What objects alone tell. */
function readFacts(move: Move): RoadFacts {
  const { world, profile, on, target } = move;
  const controllers = controllersOf(world, profile);
  return {
    world,
    profile,
    on,
    target,
    dnsFindings: undefined,
    egressFindings: [],
    controllers,
    certManager: certManagerOf(world, profile)?.operator,
    arrivals: arrivalsOf(world, world, { profile, entryPlan: PLAIN_ENTRY_PLAN }),
    names: nameSigns(world, profile),
    consumers: { found: consumersIn(world, profile), gaps: gapsFor(move, CONSUMER_KINDS) },
  };
}

/** The kinds whatever goes by client addresses stands in. */
const CONSUMER_KINDS = ["Ingress.networking.k8s.io", "ConfigMap"];

function gapsFor({ world }: Move, kinds: readonly string[]): string[] {
  return kinds.flatMap((kind) => {
    const { status } = coverageOf(world.coverage, kind);
    return status === "read" ? [] : [`${kind} (${status})`];
  });
}

/** Every place a road cites. */
export function roadEvidence({ turns, ahead }: RoadResult): readonly Evidence[] {
  return [...turns, ...ahead].flatMap((turn) => turn.evidence);
}
