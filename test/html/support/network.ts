import type { Assessment } from "../../../src/report/assessment.ts";
import type { AssessmentNetwork, NetworkChange, NetworkEnd } from "../../../src/report/network-section.ts";
import { shopAssessment } from "../../../src/report/testing.ts";

const PER_NAMESPACE = 25;
const KINDS = ["Deployment", "StatefulSet", "CronJob"] as const;
const DNS: NetworkChange["ports"] = { TCP: [[53, 53]], UDP: [[53, 53]] };

/** The shop's assessment with a network of so many workloads in which a move changes something of every kind. */
export function networkAssessment(workloads: number): Assessment {
  return { ...shopAssessment, network: networkOf(workloads) };
}

/** The same, and the pods of every namespace but kube-system lose their names at the end. */
export function namesAssessment(workloads: number): Assessment {
  const { network, ...rest } = networkAssessment(workloads);
  if (network === undefined) throw new Error("the example has a network");
  const row = (change: "names-lost" | "names-may-be-lost", ends: NetworkEnd[]): NetworkChange => ({
    change,
    from: { ends, more: 0 },
    to: {
      ends: [{ type: "workload", namespace: "kube-system", name: "service-0-0", kind: "Deployment" }],
      more: 0,
    },
    ports: DNS,
  });
  const [, unsure, ...others] = network.namespaces;
  const whole = others.map(
    ({ name }): NetworkEnd => ({ type: "namespace", namespace: name, workloads: PER_NAMESPACE }),
  );
  const some = (unsure?.workloads ?? [])
    .slice(0, 2)
    .map(({ name, kind }): NetworkEnd => ({ type: "workload", namespace: unsure?.name ?? "", name, kind }));
  const rows = [row("names-lost", whole), row("names-may-be-lost", some)];
  const comparisons = network.comparisons.map((one) =>
    one.after < 2
      ? one
      : {
          ...one,
          counts: { ...one.counts, "names-lost": 1, "names-may-be-lost": 1 },
          changes: [...rows, ...one.changes],
        },
  );
  return { ...rest, network: { ...network, comparisons } };
}

function networkOf(workloads: number): AssessmentNetwork {
  const namespaces = Array.from({ length: Math.ceil(workloads / PER_NAMESPACE) }, (_, at) => ({
    name: at === 0 ? "kube-system" : `team-${at}`,
    workloads: Array.from(
      { length: Math.min(PER_NAMESPACE, workloads - at * PER_NAMESPACE) },
      (_, index) => ({
        name: `service-${at}-${index}`,
        kind: KINDS[index % KINDS.length] ?? "Deployment",
      }),
    ),
    more: 0,
  }));
  const one = (at: number, index: number): NetworkEnd => ({
    type: "workload",
    namespace: namespaces[at]?.name ?? "",
    name: `service-${at}-${index}`,
    kind: KINDS[index % KINDS.length] ?? "Deployment",
  });
  const whole = (at: number): NetworkEnd => ({
    type: "namespace",
    namespace: namespaces[at]?.name ?? "",
    workloads: PER_NAMESPACE,
  });
  const side = (...ends: NetworkEnd[]) => ({ ends, more: 0 });
  const last = namespaces.length - 1;
  const nodes: NetworkEnd = { type: "nodes", names: ["worker-1", "worker-2"], more: 0, all: true };
  const changes: NetworkChange[] = [
    {
      change: "lost",
      from: side(...namespaces.slice(1, 6).map((_, at) => whole(at + 1))),
      to: side(one(0, 3)),
      ports: DNS,
    },
    ...Array.from(
      { length: 12 },
      (_, index): NetworkChange => ({
        change: index % 3 === 0 ? "gained" : "lost",
        from: side(one(1 + (index % last), index), one(1 + (index % last), index + 1)),
        to: side(one(1 + ((index * 5 + 2) % last), index + 2)),
        ports: { TCP: [[8000 + index, 8000 + index]] },
      }),
    ),
    {
      change: "may-be-lost",
      from: side(whole(1), one(2, 4)),
      to: side(nodes),
      ports: { TCP: [[10250, 10250]] },
    },
    {
      change: "may-be-gained",
      from: side(nodes),
      to: side(one(2, 4), one(7, 7)),
      ports: { UDP: [[1, 65535]] },
    },
    {
      change: "lost",
      from: side(one(3, 1)),
      to: side({ type: "addresses", ranges: ["10.0.0.0-10.0.0.255", "192.0.2.1"], more: 7 }),
      ports: { TCP: [[443, 443]] },
    },
  ];
  const states = shopAssessment.states.map(({ id }) => id);
  const countsOf = (all: readonly NetworkChange[]) => ({
    "names-lost": all.filter(({ change }) => change === "names-lost").length,
    "names-may-be-lost": all.filter(({ change }) => change === "names-may-be-lost").length,
    lost: all.filter(({ change }) => change === "lost").length,
    "may-be-lost": all.filter(({ change }) => change === "may-be-lost").length,
    gained: all.filter(({ change }) => change === "gained").length,
    "may-be-gained": all.filter(({ change }) => change === "may-be-gained").length,
  });
  const compare = (before: number, after: number, all: NetworkChange[]) => ({
    before,
    after,
    counts: countsOf(all),
    changes: all,
  });
  return {
    policies: workloads * 2,
    states: [states.slice(0, 4), states.slice(4, 5), states.slice(5)],
    namespaces,
    moreNamespaces: 0,
    comparisons: [
      compare(0, 1, changes.slice(13)),
      compare(1, 2, changes.slice(0, 13)),
      compare(0, 2, changes),
    ],
  };
}
