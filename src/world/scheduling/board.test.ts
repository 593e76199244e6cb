import { describe, expect, it } from "vitest";
import { testNode, testWorld } from "../../guarantees/testing.ts";
import type { NodeModel } from "../node.ts";
import { Board } from "./board.ts";
import { namespaceLabels, podClasses } from "./pod-class.ts";

/** A board with every node open and every pod still to be placed; `put` names the class and the node. */
function board(yaml: string, nodes: readonly NodeModel[]) {
  const world = testWorld(yaml, { nodes });
  const made = new Board(
    podClasses(world.workloads, world.objects),
    nodes,
    26,
    namespaceLabels(world.objects),
  );
  nodes.forEach((_, node) => {
    made.join(node);
  });
  const find = (name: string) => {
    const pods = made.classes.find(({ workload }) => workload.ref.name === name);
    if (pods === undefined) throw new Error(`no class of ${name}`);
    return pods;
  };
  return {
    put: (name: string, node: number, count = 1) => made.place(find(name), node, count),
    refusal: (name: string, node: number) => made.refusal(find(name), node),
  };
}

function pods(name: string, spec: string, namespace = "shop"): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: { namespace: ${namespace}, name: ${name} }
spec: { replicas: 3, template: { metadata: { labels: { app: ${name} } }, spec: { ${spec} } } }
`;
}

const term = (app: string, more = "") =>
  `requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: topology.kubernetes.io/zone, labelSelector: { matchLabels: { app: ${app} } }${more} }]`;
const apart = (app: string, more = "") =>
  `affinity: { podAntiAffinity: { ${term(app, more)} } }, containers: [{}]`;
const together = (app: string) => `affinity: { podAffinity: { ${term(app)} } }, containers: [{}]`;
const plain = "containers: [{}]";
const nodes = [testNode("a"), testNode("b"), testNode("c", { zone: "nova-2" })];

describe("Board", () => {
  it("keeps apart by place, not only by node", () => {
    const { put, refusal } = board(pods("web", apart("web")), nodes);
    expect(put("web", 0)).toBe(1);
    expect(refusal("web", 1)).toBe("rules");
    expect(put("web", 2)).toBe(1);
  });

  it("keeps newcomers away from pods that do not want them", () => {
    const { put, refusal } = board(pods("db", apart("web")) + pods("web", plain), nodes);
    put("db", 0);
    expect(refusal("web", 1)).toBe("rules");
    expect(refusal("web", 2)).toBeUndefined();
  });

  it("reads whose pods a rule speaks of from the namespaces it names", () => {
    const namespaces = `---
apiVersion: v1
kind: Namespace
metadata: { name: other, labels: { team: b } }
`;
    const home = board(pods("db", apart("web")) + pods("web", plain, "other"), nodes);
    home.put("db", 0);
    expect(home.refusal("web", 0)).toBeUndefined();
    const named = board(
      pods("db", apart("web", ", namespaces: [other]")) + pods("web", plain, "other"),
      nodes,
    );
    named.put("db", 0);
    expect(named.refusal("web", 0)).toBe("rules");
    for (const [team, expected] of [
      ["b", "rules"],
      ["c", undefined],
    ] as const) {
      const rule = apart("web", `, namespaceSelector: { matchLabels: { team: ${team} } }`);
      const selected = board(namespaces + pods("db", rule) + pods("web", plain, "other"), nodes);
      selected.put("db", 0);
      expect(selected.refusal("web", 0)).toBe(expected);
    }
  });

  it("lets the first of its own kind in, and the next ones only beside it", () => {
    const { put, refusal } = board(pods("web", together("web")), nodes);
    expect(refusal("web", 2)).toBeUndefined();
    put("web", 0);
    expect(refusal("web", 1)).toBeUndefined();
    expect(refusal("web", 2)).toBe("rules");
  });

  it("refuses a pod whose partner is nowhere", () => {
    const { refusal } = board(pods("web", together("db")), nodes);
    expect(refusal("web", 0)).toBe("rules");
  });

  it.each([
    ["hostPort", "containers: [{ ports: [{ hostPort: 80, containerPort: 8080 }] }]"],
    ["the host's network", "hostNetwork: true, containers: [{ ports: [{ containerPort: 80 }] }]"],
  ])("gives a port of the node out once: %s", (_, spec) => {
    const { put, refusal } = board(
      pods("web", spec) + pods("api", "containers: [{ ports: [{ containerPort: 80 }] }]"),
      nodes,
    );
    expect(put("web", 0, 2)).toBe(1);
    expect(refusal("web", 0)).toBe("rules");
    expect(refusal("api", 0)).toBeUndefined();
  });

  it("has none of a resource that a node does not speak of, but for the usual ones", () => {
    const gpu = "containers: [{ resources: { limits: { nvidia.com/gpu: 1 } } }]";
    const disk = "containers: [{ resources: { requests: { ephemeral-storage: 1Gi } } }]";
    const graphics = testNode("g", { allocatable: { cpu: "4", "nvidia.com/gpu": "2" } });
    const { put, refusal } = board(pods("train", gpu) + pods("log", disk), [nodes[0] ?? graphics, graphics]);
    expect(refusal("train", 0)).toBe("room");
    expect(put("train", 1, 3)).toBe(2);
    expect(refusal("log", 0)).toBeUndefined();
  });

  it("counts pod slots", () => {
    const small = testNode("s", { allocatable: { cpu: "4", pods: "2" } });
    expect(board(pods("web", plain), [small]).put("web", 0, 3)).toBe(2);
  });

  it("fits what was written in fractions", () => {
    const tenth = "containers: [{ resources: { requests: { cpu: 100m } } }]";
    const one = testNode("s", { allocatable: { cpu: "1", pods: "110" } });
    expect(board(pods("web", tenth), [one]).put("web", 0, 11)).toBe(10);
  });
});
