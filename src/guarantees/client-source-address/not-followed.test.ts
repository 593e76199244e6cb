import { expect, it } from "vitest";
import type { World } from "../../world/world.ts";
import { addressedNodes } from "../address-testing.ts";
import { breachLine, testContext, testWorld } from "../testing.ts";
import { clientSourceAddress } from "./client-source-address.ts";

const TRAEFIK = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: traefik, namespace: traefik }
spec:
  template:
    metadata: { labels: { app.kubernetes.io/name: traefik } }
    spec:
      containers:
        - name: traefik
          image: docker.io/library/traefik:v2.10.4
          args: ["--entrypoints.web.address=:80", "--entrypoints.websecure.address=:443"]
          ports: [{ name: web, containerPort: 80, hostPort: 80 }, { name: websecure, containerPort: 443, hostPort: 443 }]
`;

const MIDDLEWARE =
  "{ apiVersion: traefik.io/v1alpha1, kind: Middleware, metadata: { name: office, namespace: shop }, spec: { ipAllowList: { sourceRange: [192.0.2.0/24] } } }";

function found(yaml: string, users: World["traffic"]["users"] = "new"): readonly string[] {
  const before = testWorld(yaml, { nodes: addressedNodes() });
  const controller = { apiVersion: "apps/v1", kind: "DaemonSet", namespace: "traefik", name: "traefik" };
  const balancers = [{ controller, mode: "tcp" as const, ports: [80, 443], sourceRanges: undefined }];
  const now: World = { ...before, traffic: { users, balancers, settings: [] } };
  return clientSourceAddress
    .judge(before, now, testContext())
    .filter(({ cause }) => cause !== "application-told")
    .map(breachLine);
}

it("is unknown what another controller's list sees", () => {
  expect(found(`${TRAEFIK}\n---\n${MIDDLEWARE}`)).toEqual(["not-followed unknown Middleware shop/office"]);
});

it("finds nothing before users come another way, or where nothing goes by addresses", () => {
  expect(found(`${TRAEFIK}\n---\n${MIDDLEWARE}`, "old")).toEqual([]);
  expect(found(TRAEFIK)).toEqual([]);
});
