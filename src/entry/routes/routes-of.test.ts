import { expect, it } from "vitest";
import { resourceOf, testWorld } from "../../guarantees/testing.ts";
import type { KubeObject } from "../../world/resource.ts";
import { routesOf } from "./routes-of.ts";

function ingresses(count: number, paths: number): KubeObject[] {
  return Array.from({ length: count }, (_, index) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: `web-${index}`, namespace: `team-${index % 100}` },
    spec: {
      tls: [{ hosts: [`web-${index}.example.com`] }],
      rules: [
        {
          host: `web-${index}.example.com`,
          http: {
            paths: Array.from({ length: paths }, (_, path) => ({
              path: `/p${path}`,
              pathType: "Prefix",
              backend: { service: { name: `svc-${path}`, port: { number: 80 } } },
            })),
          },
        },
      ],
    },
  }));
}

it("gives the same array to worlds whose routes are the same objects, and a new one where one changed", () => {
  const world = testWorld(ingresses(2, 1));
  const routes = routesOf(world);
  const put = (object: KubeObject) => ({ objects: world.objects.with({ put: [resourceOf(object)] }) });
  const other = put({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", namespace: "y" } });
  expect(routesOf(other)).toBe(routes);
  const [changed] = ingresses(1, 3);
  if (changed === undefined) throw new Error("no Ingress");
  expect(routesOf(put(changed))).toHaveLength(4);
  expect(routesOf(world)).toBe(routes);
});

it("reads 20,000 paths in time that grows with their number", () => {
  // The least of a few: a busy machine only ever takes time away.
  const time = (count: number): number => {
    const worlds = [1, 2, 3, 4].map(() => testWorld(ingresses(count, 4)));
    const taken = worlds.map((world) => {
      const start = performance.now();
      routesOf(world);
      return performance.now() - start;
    });
    return Math.min(...taken);
  };
  const [short, long] = [time(500), time(5_000)];
  expect(routesOf(testWorld(ingresses(5_000, 4)))).toHaveLength(20_000);
  // Ten times as many; a quadratic reading would need a hundred times as long.
  expect(long).toBeLessThan(40 * Math.max(short, 2));
});
