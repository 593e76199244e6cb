import { expect, test } from "vitest";
import { inLoadOrder } from "./load-order.ts";

test("owners come before the owned, and what can refuse others comes last", () => {
  const kinds = ["ValidatingWebhookConfiguration", "Pod", "Gizmo", "ReplicaSet", "Deployment", "Namespace"];
  const phases = inLoadOrder(kinds.map((kind) => ({ kind })));
  expect(phases.flat().map(({ kind }) => kind)).toEqual([
    "Namespace",
    "Deployment",
    "ReplicaSet",
    "Gizmo",
    "Pod",
    "ValidatingWebhookConfiguration",
  ]);
});

test("a Service with an address or a port of its own comes before those that take any", () => {
  const anyAddress = { kind: "Service", spec: { clusterIP: "None", ports: [{ port: 80 }] } };
  const address = { kind: "Service", spec: { clusterIP: "10.233.0.3" } };
  const port = { kind: "Service", spec: { ports: [{ port: 80, nodePort: 30080 }] } };
  expect(inLoadOrder([{ kind: "Service" }, anyAddress, address, port])).toEqual([
    [address, port, { kind: "Service" }, anyAddress],
  ]);
});
