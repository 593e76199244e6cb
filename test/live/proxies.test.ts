import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readThrough } from "../../src/observe/live/read-cluster.ts";
import { accessTo, instantPace, pods } from "./fake-objects.ts";
import { type FakeServer, startFakeServer } from "./fake-server.ts";
import { makeCertificate } from "./make-certificate.ts";
import { recordingCollector } from "./recording-collector.ts";

const identity = makeCertificate({ commonName: "api", names: ["api.example.com"] });
let server: FakeServer;
let proxy: Server;
let proxyUrl: URL;
let tunnels: string[];

beforeEach(async () => {
  server = await startFakeServer([pods(2)], { cert: identity.certificate, key: identity.key });
  tunnels = [];
  proxy = createServer((_request, response) => response.writeHead(405).end());
  proxy.on("connect", (request, socket) => {
    tunnels.push(`${request.url} ${request.headers["proxy-authorization"] ?? ""}`);
    // The name is resolved on the proxy's side: here it is the played server, whatever the name.
    const upstream = connect(Number(server.url.port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  proxyUrl = new URL(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await server.stop();
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
});

async function read(through: URL): Promise<ReturnType<typeof recordingCollector>> {
  const collector = recordingCollector();
  const access = accessTo(new URL("https://api.example.com:6443"), {
    tls: { ca: identity.certificate, skipVerify: false },
    proxy: through,
  });
  await readThrough(access, { collector, signal: new AbortController().signal }, instantPace());
  return collector;
}

test("a cluster is read through an HTTP proxy, by the name the proxy resolves", async () => {
  proxyUrl.username = "me";
  proxyUrl.password = "p%40ss";
  expect((await read(proxyUrl)).entry("Pod")).toMatchObject({ status: "read", count: 2 });
  expect(tunnels[0]).toBe(`api.example.com:6443 Basic ${Buffer.from("me:p@ss").toString("base64")}`);
  expect(tunnels.length).toBeLessThanOrEqual(6);
});

test.each([
  ["asks for a password", 407, /proxy 127\.0\.0\.1:\d+ answered 407/],
  ["forbids the server", 403, /proxy 127\.0\.0\.1:\d+ answered 403/],
])("a proxy that %s is named, without its password", async (_name, code, message) => {
  proxy.removeAllListeners("connect");
  proxy.on("connect", (_request, socket) => socket.end(`HTTP/1.1 ${code} No\r\ncontent-length: 0\r\n\r\n`));
  proxyUrl.password = "hunter2";
  await expect(read(proxyUrl)).rejects.toThrow(message);
  await expect(read(proxyUrl)).rejects.not.toThrow(/hunter2/);
});

test("a proxy that is not there is named", async () => {
  await expect(read(new URL("http://127.0.0.1:1"))).rejects.toThrow(
    /the proxy 127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)\. Check proxy-url/,
  );
});
