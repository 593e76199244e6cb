import { describe, expect, test } from "vitest";
import type { ClusterAccess } from "../access/open-cluster.ts";
import { ANONYMOUS } from "../access/user-credentials.ts";
import { ConnectionError } from "./connection-error.ts";
import { failureMessage, lostMessage, refusedLoginMessage } from "./failure-message.ts";

const access: ClusterAccess = {
  source: "prod",
  server: new URL("https://someone:secret@api.example.com:6443/base"),
  namespace: undefined,
  tls: { ca: "pem", skipVerify: false },
  proxy: new URL("http://user:secret@proxy:3128"),
  credentials: { ...ANONYMOUS, description: "user jane (client certificate)" },
};

describe("a connection that failed", () => {
  test.each([
    ["ECONNREFUSED", "", /nothing listens at this address.*VPN, firewall/],
    ["ENOTFOUND", "", /name cannot be resolved/],
    ["ETIMEDOUT", "", /no answer in time/],
    ["SOMETHING_NEW", "odd words", /odd words \(SOMETHING_NEW\)/],
    ["SELF_SIGNED_CERT_IN_CHAIN", "", /not signed by an authority the kubeconfig trusts/],
    ["CERT_HAS_EXPIRED", "", /not valid now.*clock/],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "names differ", /for other names: names differ.*tls-server-name/],
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "", /does not accept the client certificate of user jane/],
    ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", "", /does not accept the client certificate/],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "", /^The API server .* does not speak HTTPS/],
    ["EPROTO", "", /does not speak HTTPS/],
    ["PROXY_REFUSED", "the proxy p answered 403", /the proxy p answered 403\. Check proxy-url/],
  ])("%s is explained", (code, message, expected) => {
    const text = failureMessage(new ConnectionError("connect", code, message), access);
    expect(text).toMatch(expected);
    expect(text).toContain('the API server api.example.com:6443 of context "prod"'.slice(4));
    expect(text).not.toContain("secret");
  });
});

test("a certificate that only the system's authorities could vouch for is explained", () => {
  const error = new ConnectionError("connect", "SELF_SIGNED_CERT_IN_CHAIN", "");
  expect(failureMessage(error, { ...access, tls: { skipVerify: false } })).toMatch(/NODE_EXTRA_CA_CERTS/);
});

test("a connection lost on the way and a refused login are explained", () => {
  const lost = lostMessage(new ConnectionError("broken", "ECONNRESET", "socket hang up"), access);
  expect(lost).toMatch(/api\.example\.com:6443 was lost while reading \(ECONNRESET\).*nothing was changed/);
  const refused = refusedLoginMessage(access, "the token expired on 2024-05-01");
  expect(refused).toMatch(
    /user jane .*401 Unauthorized\): the token expired on 2024-05-01\. Get a new kubeconfig/,
  );
  expect(lost + refused).not.toContain("secret");
});
