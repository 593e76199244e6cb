import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";

/**
 * An API server played in a few lines, for what a real one does not do on demand: refuse for a while, reset, time
 * out, forget a continue token, serve newer discovery. Everything else is tested against a real one (real-*.test.ts).
 */
export interface FakeServer {
  readonly url: URL;
  /** `GET /api/v1/pods?limit=500`, in order of arrival. */
  readonly requests: string[];
  /** Headers of the last request. */
  lastHeaders: IncomingMessage["headers"];
  /** Most requests that were under way at once. */
  mostAtOnce: number;
  /** The next requests to a path get these answers, one each, before the usual ones. */
  next(path: string, ...answers: Handler[]): void;
  stop(): Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface FakeKind {
  /** `apps/v1`, `v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced?: boolean;
  readonly objects: readonly object[];
}

export async function startFakeServer(kinds: readonly FakeKind[], tls?: ServerOptions): Promise<FakeServer> {
  const planned = new Map<string, Handler[]>();
  let underWay = 0;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? "/", "http://fake");
    fake.requests.push(`${request.method} ${request.url}`);
    fake.lastHeaders = request.headers;
    fake.mostAtOnce = Math.max(fake.mostAtOnce, ++underWay);
    response.once("close", () => underWay--);
    const handler = planned.get(url.pathname)?.shift() ?? usual(kinds, url);
    handler(request, response);
  };
  const server: Server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const fake: FakeServer = {
    url: new URL(`${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`),
    requests: [],
    lastHeaders: {},
    mostAtOnce: 0,
    next(path, ...answers) {
      planned.set(path, [...(planned.get(path) ?? []), ...answers]);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Handler {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
}

export function status(
  code: number,
  message: string,
  more: { headers?: Record<string, string>; continue?: string } = {},
): Handler {
  const metadata = more.continue === undefined ? {} : { continue: more.continue };
  return json(
    code,
    { kind: "Status", apiVersion: "v1", metadata, status: "Failure", message, code },
    more.headers,
  );
}

/** Ends the connection without an answer. */
export const reset: Handler = (request) => void request.socket.resetAndDestroy();

/** Promises a longer answer than it gives. */
export const cutOff: Handler = (request, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"kind":"PodList","items":[', () => request.socket.destroy());
};

export const silence: Handler = () => {};

function usual(kinds: readonly FakeKind[], url: URL): Handler {
  const { pathname, searchParams } = url;
  if (pathname === "/version") return json(200, { gitVersion: "v1.25.6" });
  if (pathname === "/api") return json(200, { kind: "APIVersions", versions: ["v1"] });
  if (pathname === "/apis") return json(200, { kind: "APIGroupList", groups: groups(kinds) });
  const described = kinds.filter(({ apiVersion }) => pathname === root(apiVersion));
  if (described.length > 0) return json(200, { kind: "APIResourceList", resources: described.map(resource) });
  if (pathname === "/api/v1") return json(200, { kind: "APIResourceList", resources: [] });
  const listed = kinds.find(({ apiVersion, plural }) => pathname === `${root(apiVersion)}/${plural}`);
  if (listed === undefined) return status(404, "the server could not find the requested resource");
  const start = Number(searchParams.get("continue") ?? 0);
  const end = start + Number(searchParams.get("limit") ?? listed.objects.length);
  const metadata = end < listed.objects.length ? { continue: String(end) } : {};
  const { apiVersion, kind } = listed;
  return json(200, { kind: `${kind}List`, apiVersion, metadata, items: listed.objects.slice(start, end) });
}

function root(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function groups(kinds: readonly FakeKind[]): object[] {
  const byGroup = new Map<string, Set<string>>();
  for (const { apiVersion } of kinds) {
    const [group = "", version] = apiVersion.split("/");
    if (version !== undefined) byGroup.set(group, (byGroup.get(group) ?? new Set()).add(version));
  }
  return [...byGroup].map(([name, versions]) => ({
    name,
    versions: [...versions].map((version) => ({ groupVersion: `${name}/${version}`, version })),
  }));
}

function resource({ kind, plural, namespaced = true }: FakeKind): object {
  return { name: plural, kind, namespaced, verbs: ["get", "list"] };
}
