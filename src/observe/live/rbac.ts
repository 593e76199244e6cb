import { BUILT_IN_RESOURCES } from "./built-in-resources.ts";

export interface RoleOptions {
  /**
   * Without Secrets the role cannot be used to become someone else, and the assessment does not see Helm releases and
   * certificates; everything is then granted by name. Default true.
   */
  readonly secrets?: boolean;
  /** API groups of custom resources, for a role that names everything. Default: everything there is, unnamed. */
  readonly customGroups?: readonly string[];
}

export const ROLE_NAME = "replatform-reader";

/**
 * Exactly what `readCluster` needs. `list` and nothing else: `get` would also allow to run commands, through
 * pods/exec and nodes/proxy, which a wildcard takes in. Custom resources have no wildcard of their own, hence `*`
 * unless the groups are named.
 * https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks
 */
export function readOnlyClusterRole({ secrets = true, customGroups }: RoleOptions = {}): object {
  const unnamed = secrets && customGroups === undefined;
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: {
      name: ROLE_NAME,
      annotations: { "kubernetes.io/description": unnamed ? ALL : NAMED },
    },
    rules: [
      ...(unnamed
        ? [{ apiGroups: ["*"], resources: ["*"], verbs: ["list"] }]
        : [...builtInRules(secrets), ...customRules(customGroups ?? [])]),
      { nonResourceURLs: ["/version", "/api", "/api/*", "/apis", "/apis/*"], verbs: ["get"] },
    ],
  };
}

const ALL =
  "What replatform needs to assess this cluster. Lists every kind, Secrets and custom resources among them; changes, runs and fetches nothing.";
const NAMED =
  "What replatform needs to assess this cluster, kind by kind. Lists; changes, runs and fetches nothing.";

/** A ServiceAccount and the binding that gives it the role. */
export function readerBinding(namespace: string, name: string): object[] {
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { namespace, name } },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: `${ROLE_NAME}:${namespace}:${name}` },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: ROLE_NAME },
      subjects: [{ kind: "ServiceAccount", namespace, name }],
    },
  ];
}

function builtInRules(secrets: boolean): object[] {
  return Object.entries(BUILT_IN_RESOURCES).map(([group, resources]) => ({
    apiGroups: [group],
    resources: resources.filter((resource) => secrets || group !== "" || resource !== "secrets"),
    verbs: ["list"],
  }));
}

function customRules(groups: readonly string[]): object[] {
  return groups.length === 0 ? [] : [{ apiGroups: groups, resources: ["*"], verbs: ["list"] }];
}
