import { afterEach, describe, expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { readThrough } from "../../src/observe/live/read-cluster.ts";
import { accessTo, instantPace, item, pods, tokenOf } from "./fake-objects.ts";
import { cutOff, type FakeServer, json, reset, silence, startFakeServer, status } from "./fake-server.ts";
import { type RecordingCollector, recordingCollector } from "./recording-collector.ts";

// Against a server that plays faults: a real one does not produce them on demand.

let server: FakeServer;
afterEach(() => server?.stop());

async function read(options: {
  more?: Parameters<typeof accessTo>[1];
  limits?: Parameters<typeof readThrough>[3];
  signal?: AbortSignal;
  concurrency?: number;
}): Promise<{ collector: RecordingCollector; waits: number[] }> {
  const collector = recordingCollector();
  const pace = instantPace();
  const { signal = new AbortController().signal, concurrency = 4 } = options;
  const access = accessTo(server.url, options.more);
  await readThrough(access, { collector, signal, concurrency }, pace, options.limits);
  return { collector, waits: pace.waits };
}

describe("a request that fails", () => {
  test("is sent again after what Retry-After asks for", async () => {
    server = await startFakeServer([pods(3)]);
    server.next("/api/v1/pods", status(429, "too many requests", { headers: { "retry-after": "7" } }));
    const { collector, waits } = await read({});
    expect(waits).toEqual([7000]);
    expect(collector.entry("Pod")).toMatchObject({ status: "read", count: 3 });
  });

  test.each([
    ["a reset connection", reset],
    ["an answer cut off", cutOff],
    ["500", status(500, "etcdserver: leader changed")],
    ["502 of a load balancer", json(502, "<html>Bad Gateway</html>")],
    ["503", status(503, "apiserver is shutting down")],
    ["504", status(504, "request timed out")],
  ])("is sent again after %s, waiting longer each time", async (_name, fault) => {
    server = await startFakeServer([pods(3)]);
    server.next("/api/v1/pods", fault, fault, fault);
    const { collector, waits } = await read({});
    expect(waits).toEqual([125, 250, 500]);
    expect(collector.entry("Pod")).toMatchObject({ status: "read", count: 3 });
  });

  test("is sent again after a silence, once", async () => {
    server = await startFakeServer([pods(3)]);
    server.next("/api/v1/pods", silence, silence);
    const { collector } = await read({ limits: { idleTimeoutMs: 60 } });
    expect(collector.entry("Pod")).toMatchObject({ status: "unreadable", count: 0 });
    expect(collector.entry("Pod")?.reason).toContain("no answer in time");
  });

  test("is given up after six times, and the other kinds are read all the same", async () => {
    server = await startFakeServer([
      pods(3),
      { apiVersion: "v1", kind: "Service", plural: "services", objects: [item("web")] },
    ]);
    server.next("/api/v1/pods", ...Array.from({ length: 6 }, () => status(503, "no endpoints available")));
    const { collector } = await read({});
    expect(collector.entry("Pod")).toMatchObject({
      status: "unreadable",
      reason: "no endpoints available (503)",
      place: "GET /api/v1/pods",
    });
    expect(collector.entry("Service")).toMatchObject({ status: "read", count: 1 });
  });

  test("is partial where a later page is refused", async () => {
    server = await startFakeServer([pods(700)]);
    server.next("/api/v1/pods", pageOf(700, 500), ...Array.from({ length: 6 }, () => status(500, "boom")));
    const { collector } = await read({});
    expect(collector.entry("Pod")).toMatchObject({
      status: "partial",
      count: 500,
      reason: "the list broke off after 500: boom",
    });
  });
});

describe("a list in pages", () => {
  test("asks for 500 at once and for each page with the last one's token", async () => {
    server = await startFakeServer([pods(1200)]);
    const { collector } = await read({});
    expect(server.requests.filter((request) => request.includes("/pods"))).toEqual([
      "GET /api/v1/pods?limit=500",
      "GET /api/v1/pods?limit=500&continue=500",
      "GET /api/v1/pods?limit=500&continue=1000",
    ]);
    expect(collector.objects).toHaveLength(1200);
    expect(collector.objects[0]).toMatchObject({ apiVersion: "v1", kind: "Pod" });
  });

  test("begins anew when its token expired, and hands on each object once", async () => {
    server = await startFakeServer([pods(700)]);
    server.next("/api/v1/pods", pageOf(700, 500), status(410, "The provided continue parameter is too old"));
    const { collector } = await read({});
    expect(collector.entry("Pod")).toMatchObject({ status: "read", count: 700 });
    expect(new Set(collector.names("Pod")).size).toBe(700);
    expect(collector.objects).toHaveLength(700);
  });

  test("goes on with the token that comes with the refusal", async () => {
    server = await startFakeServer([pods(700)]);
    server.next("/api/v1/pods", pageOf(700, 500), status(410, "too old", { continue: "500" }));
    const { collector } = await read({});
    expect(server.requests.at(-1)).toBe("GET /api/v1/pods?limit=500&continue=500");
    expect(collector.objects).toHaveLength(700);
  });

  test("is partial when its token expires again and again", async () => {
    server = await startFakeServer([pods(700)]);
    const expired = status(410, "too old");
    server.next(
      "/api/v1/pods",
      pageOf(700, 500),
      expired,
      pageOf(700, 500),
      expired,
      pageOf(700, 500),
      expired,
    );
    const { collector } = await read({});
    expect(collector.entry("Pod")).toMatchObject({ status: "partial", count: 500 });
  });

  test("asks for fewer where an answer is too large", async () => {
    const large = (index: number) => ({ ...item(`c${index}`), data: { text: "x".repeat(3000) } });
    server = await startFakeServer([
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        plural: "configmaps",
        objects: Array.from({ length: 30 }, (_, i) => large(i)),
      },
    ]);
    const { collector } = await read({ limits: { maxBodyBytes: 2000 } });
    expect(collector.entry("ConfigMap")).toMatchObject({ status: "unreadable" });
    const { collector: other } = await read({ limits: { maxBodyBytes: 20_000 } });
    expect(other.entry("ConfigMap")).toMatchObject({ status: "read", count: 30 });
  });

  test("ends where the server repeats a page for ever", async () => {
    server = await startFakeServer([pods(700)]);
    const stuck = json(200, { items: [item("a")], metadata: { continue: "same" } });
    server.next("/api/v1/pods", stuck, stuck, stuck);
    const { collector } = await read({});
    expect(collector.entry("Pod")).toMatchObject({ status: "partial", count: 1 });
  });
});

describe("a kind that cannot be listed", () => {
  test.each([
    [404, "absent"],
    [405, "absent"],
    [403, "forbidden"],
    [406, "unreadable"],
  ])("%i is %s", async (code, expected) => {
    server = await startFakeServer([{ ...pods(3), namespaced: false }]);
    server.next("/api/v1/pods", status(code, "no"));
    const { collector } = await read({});
    expect(collector.entry("Pod")).toMatchObject({ status: expected, count: 0 });
  });

  test("an answer that is no JSON is unreadable", async () => {
    server = await startFakeServer([pods(3)]);
    server.next("/api/v1/pods", (_request, response) => response.end("<html>Login</html>"));
    const { collector } = await read({});
    expect(collector.entry("Pod")).toMatchObject({
      status: "unreadable",
      reason: "the answer is no JSON object",
    });
  });

  test("is listed in another version where its conversion webhook is gone", async () => {
    const widget = { kind: "Widget", plural: "widgets", objects: [item("a")] };
    server = await startFakeServer([
      { apiVersion: "example.com/v1", ...widget },
      { apiVersion: "example.com/v1beta1", ...widget },
    ]);
    const failure = "conversion webhook for example.com/v1beta1, Kind=Widget failed: service not found";
    server.next("/apis/example.com/v1/widgets", status(500, failure));
    const { collector, waits } = await read({});
    expect(waits).toEqual([]);
    expect(collector.entry("Widget.example.com")).toMatchObject({ status: "read", count: 1 });
    expect(collector.objects[0]).toMatchObject({ apiVersion: "example.com/v1beta1" });
  });

  test("an API whose own server is down is a place that was not read", async () => {
    server = await startFakeServer([
      pods(3),
      { apiVersion: "broken.example.com/v1", kind: "Thing", plural: "things", objects: [] },
    ]);
    const down = status(503, "the server is currently unable to handle the request");
    server.next("/apis/broken.example.com/v1", down, down);
    const collector = recordingCollector();
    const needs = ["Thing.broken.example.com", "Gone.other.example.com"];
    await readThrough(
      accessTo(server.url),
      { collector, needs, signal: new AbortController().signal },
      instantPace(),
    );
    expect(collector.entry("/apis/broken.example.com/v1")).toMatchObject({ status: "unreadable" });
    expect(collector.entry("Thing.broken.example.com")).toMatchObject({ status: "unreadable" });
    expect(collector.entry("Gone.other.example.com")).toMatchObject({ status: "read", count: 0 });
    expect(collector.entry("Pod")).toMatchObject({ status: "read", count: 3 });
  });
});

describe("the login", () => {
  test("is renewed once where it is not accepted any longer", async () => {
    server = await startFakeServer([pods(3)]);
    server.next("/api/v1/pods", status(401, "Unauthorized"));
    const { collector } = await read({ more: { credentials: tokenOf("old", "new") } });
    expect(server.lastHeaders.authorization).toBe("Bearer new");
    expect(collector.entry("Pod")).toMatchObject({ status: "read", count: 3 });
  });

  test("ends the work where the new one is not accepted either, without naming it", async () => {
    server = await startFakeServer([pods(3)]);
    server.next("/version", status(401, "Unauthorized"), status(401, "Unauthorized"));
    const failure = read({ more: { credentials: tokenOf("old-secret", "new-secret") } });
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(/did not accept user tester \(token\).*401/);
    await expect(failure).rejects.not.toThrow(/secret/);
  });
});

describe("the work as a whole", () => {
  test("stops at once when it is interrupted, with the interruption's reason", async () => {
    server = await startFakeServer([pods(3)]);
    server.next("/api/v1/pods", silence);
    const controller = new AbortController();
    const reason = new Error("Ctrl-C");
    setTimeout(() => controller.abort(reason), 50);
    const start = performance.now();
    await expect(read({ signal: controller.signal })).rejects.toBe(reason);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  test("does not begin when it is interrupted before", async () => {
    server = await startFakeServer([pods(3)]);
    await expect(read({ signal: AbortSignal.abort(new Error("Ctrl-C")) })).rejects.toThrow("Ctrl-C");
    expect(server.requests).toEqual([]);
  });

  test("keeps to its bound and sends nothing but GET", async () => {
    const kinds = Array.from({ length: 30 }, (_, index) => ({
      apiVersion: "example.com/v1",
      kind: `Kind${index}`,
      plural: `kinds${index}`,
      objects: [item("a")],
    }));
    server = await startFakeServer(kinds);
    const slow = (plural: string) =>
      server.next(`/apis/example.com/v1/${plural}`, (_request, response) => {
        setTimeout(() => json(200, { items: [] })(_request, response), 10);
      });
    for (const { plural } of kinds) slow(plural);
    await read({ concurrency: 5 });
    expect(server.mostAtOnce).toBe(5);
    expect(server.requests.every((request) => request.startsWith("GET "))).toBe(true);
  });

  test("ends when the network is gone, instead of waiting for every kind", async () => {
    const kinds = Array.from({ length: 30 }, (_, index) => ({
      apiVersion: "example.com/v1",
      kind: `Kind${index}`,
      plural: `kinds${index}`,
      objects: [],
    }));
    server = await startFakeServer(kinds);
    for (const { plural } of kinds) {
      server.next(`/apis/example.com/v1/${plural}`, ...Array.from({ length: 6 }, () => reset));
    }
    await expect(read({ concurrency: 2 })).rejects.toThrow(/connection to the API server .* was lost/);
    expect(server.requests.length).toBeLessThan(40);
  });

  test.each([
    ["a web page", (_: unknown, response: { end(text: string): void }) => response.end("<html></html>")],
    ["a login redirect", json(302, {}, { location: "https://login.example.com/" })],
    ["some other API", json(404, { error: "not found" })],
  ])("says so where the address is %s", async (_name, handler) => {
    server = await startFakeServer([]);
    server.next("/version", handler as never);
    await expect(read({})).rejects.toThrow(/does not answer like a Kubernetes API server/);
  });
});

/** The first page of pods, as the server gives it. */
function pageOf(total: number, size: number) {
  const { objects } = pods(total);
  return json(200, { kind: "PodList", metadata: { continue: String(size) }, items: objects.slice(0, size) });
}
