import { Agent, request } from "node:https";

/** What a test asks an API server directly, where kubectl has no word for it. */
export interface ApiClient {
  /** Any status is an answer; only a broken connection rejects. */
  request(method: string, path: string, body?: ApiBody): Promise<ApiResponse>;
  /** The parsed body of a successful GET; any other status rejects. */
  get<T>(path: string): Promise<T>;
  close(): void;
}

export interface ApiBody {
  readonly content: unknown;
  /** Default `application/json`. */
  readonly type?: string;
}

export interface ApiResponse {
  readonly status: number;
  readonly text: string;
}

export function createApiClient(serverUrl: string, caPem: string, token: string): ApiClient {
  const agent = new Agent({ keepAlive: true, ca: caPem, maxSockets: 16 });
  const client: ApiClient = {
    request(method, path, body) {
      return new Promise((resolve, reject) => {
        const headers = {
          authorization: `Bearer ${token}`,
          accept: "application/json",
          ...(body && { "content-type": body.type ?? "application/json" }),
        };
        const outgoing = request(new URL(path, serverUrl), { agent, method, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") });
          });
        });
        outgoing.on("error", reject);
        outgoing.end(body && JSON.stringify(body.content));
      });
    },
    async get<T>(path: string) {
      const { status, text } = await client.request("GET", path);
      if (status !== 200) {
        throw new Error(`GET ${path}: ${status} ${text}`);
      }
      return JSON.parse(text) as T;
    },
    close: () => agent.destroy(),
  };
  return client;
}
