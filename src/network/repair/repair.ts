import type { KubeObject, Resource } from "../../world/resource.ts";
import type { ClusterDns } from "./cluster-dns.ts";
import type { Edit } from "./edits.ts";
import type { RepairProof } from "./prove-repair.ts";

/**
 * `transition`: both resolvers are admitted, the cache on the old nodes and CoreDNS for the new ones. `final`: CoreDNS
 * alone, once no node gives pods the cache as their resolver.
 */
export type RepairForm = "transition" | "final";

/** A policy as it has to be for its pods to keep their names. */
export interface Repair {
  readonly policy: Resource;
  /** True for a policy that is not there yet. */
  readonly added: boolean;
  readonly edits: readonly Edit[];
  readonly repaired: KubeObject;
  /** One sentence: what is wrong with it. */
  readonly why: string;
  /** One sentence: what the proof says of it. */
  readonly proof: string;
}

export interface RepairPlan {
  readonly form: RepairForm;
  readonly dns: ClusterDns;
  readonly repairs: readonly Repair[];
  /** Of all repairs together. */
  readonly proof: RepairProof;
  /** Whether the proof holds: nothing is lost and nothing but DNS gained. What does not hold must not be printed as a repair. */
  readonly proven: boolean;
  /** Workloads that still do not reach CoreDNS: other kinds of policy keep them from it. */
  readonly left: readonly string[];
}
