import type { ClusterAccess } from "../access/open-cluster.ts";
import type { ConnectionError } from "./connection-error.ts";

/** What a failed connection means for the person who asked for it: what, where, what to do. */
export function failureMessage(error: ConnectionError, access: ClusterAccess): string {
  const server = access.server.host;
  const of = `the API server ${server} of context "${access.source}"`;
  const { code } = error;
  if (code.startsWith("PROXY_")) {
    return `Cannot reach ${of}: ${error.message}. Check proxy-url in the kubeconfig, or HTTPS_PROXY and NO_PROXY.`;
  }
  if (UNTRUSTED.has(code) && access.tls.ca === undefined) {
    return (
      `The certificate of ${of} is not signed by an authority this machine's Node.js knows (${code}), and the ` +
      "kubeconfig names none. Put certificate-authority into it, or name your organisation's in NODE_EXTRA_CA_CERTS."
    );
  }
  if (UNTRUSTED.has(code)) {
    return (
      `The certificate of ${of} is not signed by an authority the kubeconfig trusts (${code}). ` +
      "Get the cluster's current kubeconfig, or put the right certificate-authority into this one."
    );
  }
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") {
    return `The certificate of ${of} is not valid now (${code}). Check this machine's clock; else the server's certificate has to be renewed.`;
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return (
      `The certificate of ${of} is for other names: ${error.message}. ` +
      "Use one of those in the kubeconfig's server, or name one as tls-server-name."
    );
  }
  if (/ALERT/.test(code) && /CERT|UNKNOWN_CA/.test(code)) {
    return `Cannot log in to ${of}: it does not accept the client certificate of ${access.credentials.description} (${code}). Get a new kubeconfig.`;
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL") || code.startsWith("HPE_")) {
    return `${capital(of)} does not speak ${access.server.protocol.slice(0, -1).toUpperCase()} (${code}). Check the server address and its port.`;
  }
  const reason = REASONS[code] ?? (error.message === "" ? code : `${error.message} (${code})`);
  return `Cannot reach ${of}: ${reason}. Check that it runs, and that this machine may reach it (VPN, firewall, allow-list).`;
}

export function lostMessage(error: ConnectionError, access: ClusterAccess): string {
  return `The connection to the API server ${access.server.host} was lost while reading (${error.code}), and trying again did not help. Run the command again; nothing was changed.`;
}

export function refusedLoginMessage(access: ClusterAccess, fault: string | undefined): string {
  const why = fault === undefined ? "it does not know the credentials" : fault;
  return (
    `The API server ${access.server.host} did not accept ${access.credentials.description} ` +
    `of context "${access.source}" (401 Unauthorized): ${why}. Get a new kubeconfig, or log in again.`
  );
}

const UNTRUSTED: ReadonlySet<string> = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_SIGNATURE_FAILURE",
  "CERT_UNTRUSTED",
  "INVALID_CA",
]);

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens at this address (ECONNREFUSED)",
  ENOTFOUND: "its name cannot be resolved (ENOTFOUND)",
  EAI_AGAIN: "its name cannot be resolved at the moment (EAI_AGAIN)",
  ETIMEDOUT: "no answer in time (ETIMEDOUT)",
  EHOSTUNREACH: "there is no route to it (EHOSTUNREACH)",
  ENETUNREACH: "there is no route to its network (ENETUNREACH)",
  ECONNRESET: "it ends the connection at once (ECONNRESET)",
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
