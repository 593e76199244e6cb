import { at, stringMapOf } from "../../../world/json.ts";
import type { ObjectStore } from "../../../world/store.ts";
import type { Subject } from "../../policy.ts";
import type { LabelView } from "./selector-match.ts";

/**
 * The labels Calico's selectors see: a pod's own with those Calico adds, and for the namespaceSelector and the
 * service account selector those of its namespace and account, which the pod carries under a prefix
 * (libcalico-go/lib/backend/k8s/conversion).
 */
export interface Views {
  readonly own: LabelView;
  readonly namespace: LabelView;
  readonly serviceAccount: LabelView;
}

const NAME = "projectcalico.org/name";
const NAMESPACE = "projectcalico.org/namespace";
const ACCOUNT = "projectcalico.org/serviceaccount";
const NAMESPACE_PREFIX = "pcns.";
const ACCOUNT_PREFIX = "pcsa.";

/** Labels that Calico makes up: no pod can be found by them in its own labels. */
export function isMadeUp(key: string): boolean {
  return (
    key.startsWith("projectcalico.org/") || key.startsWith(NAMESPACE_PREFIX) || key.startsWith(ACCOUNT_PREFIX)
  );
}

export function podViews(
  { labels, namespace, namespaceLabels, serviceAccount }: Subject,
  objects: ObjectStore,
): Views {
  const account = objects.get("ServiceAccount", namespace, serviceAccount);
  const accountLabels =
    account === undefined ? undefined : stringMapOf(at(account.object, "metadata", "labels"));
  const ofNamespace = namespaceLabel(namespace, namespaceLabels);
  const ofAccount = (key: string): string | undefined | null => {
    if (key === NAME) return serviceAccount;
    return accountLabels === undefined ? null : own(accountLabels, key);
  };
  return {
    own: {
      all: true,
      global: undefined,
      label(key) {
        if (key === ACCOUNT) return serviceAccount;
        if (key === "projectcalico.org/orchestrator") return "k8s";
        if (key.startsWith(ACCOUNT_PREFIX)) return ofAccount(key.slice(ACCOUNT_PREFIX.length));
        return ownLabel(key, labels, namespace, ofNamespace);
      },
    },
    namespace: { all: true, global: false, label: ofNamespace },
    serviceAccount: { all: true, global: undefined, label: ofAccount },
  };
}

/** What a NetworkSet, GlobalNetworkSet or HostEndpoint shows: it has no account, and only the first a namespace. */
export function setViews(
  labels: Readonly<Record<string, string>>,
  namespace: string | undefined,
  namespaceLabels: Readonly<Record<string, string>>,
): Views {
  const ofNamespace = namespace === undefined ? () => undefined : namespaceLabel(namespace, namespaceLabels);
  return {
    own: {
      all: true,
      global: undefined,
      label: (key) => ownLabel(key, labels, namespace, ofNamespace),
    },
    namespace: { all: namespace !== undefined, global: namespace === undefined, label: ofNamespace },
    serviceAccount: { all: true, global: undefined, label: () => undefined },
  };
}

type LabelOf = (key: string) => string | undefined;

function namespaceLabel(namespace: string, labels: Readonly<Record<string, string>>): LabelOf {
  return (key) => (key === NAME ? namespace : own(labels, key));
}

/** A label of its own, or one it carries of its namespace's. */
function ownLabel(
  key: string,
  labels: Readonly<Record<string, string>>,
  namespace: string | undefined,
  ofNamespace: LabelOf,
): string | undefined {
  if (key === NAMESPACE) return namespace;
  if (key.startsWith(NAMESPACE_PREFIX)) return ofNamespace(key.slice(NAMESPACE_PREFIX.length));
  return own(labels, key);
}

function own(labels: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}
