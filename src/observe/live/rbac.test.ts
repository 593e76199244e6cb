import { expect, test } from "vitest";
import { BUILT_IN_RESOURCES } from "./built-in-resources.ts";
import { isLeftOut } from "./discovery/left-out.ts";
import { readerBinding, readOnlyClusterRole } from "./rbac.ts";

// What the role allows on a real server is tested there (test/live/real-cluster.test.ts).

interface Rule {
  readonly apiGroups?: string[];
  readonly resources?: string[];
  readonly verbs: string[];
}

function rules(...options: Parameters<typeof readOnlyClusterRole>): Rule[] {
  return (readOnlyClusterRole(...options) as { rules: Rule[] }).rules;
}

test.each([[{}], [{ secrets: false }], [{ customGroups: ["example.com"] }]])(
  "every rule on resources allows to list and nothing else: %j",
  (options) => {
    for (const { resources, verbs } of rules(options))
      expect(verbs).toEqual(resources === undefined ? ["get"] : ["list"]);
  },
);

test("a role without Secrets has no wildcard that would bring them back", () => {
  const granted = rules({ secrets: false, customGroups: ["example.com"] });
  const ofCore = granted.filter(({ apiGroups = [] }) =>
    apiGroups.some((group) => group === "" || group === "*"),
  );
  expect(ofCore.flatMap(({ resources = [] }) => resources)).not.toContain("secrets");
  expect(ofCore.flatMap(({ resources = [] }) => resources)).not.toContain("*");
  expect(granted).toContainEqual({ apiGroups: ["example.com"], resources: ["*"], verbs: ["list"] });
});

test("nothing is granted by name that is not read", () => {
  const named = Object.entries(BUILT_IN_RESOURCES).flatMap(([group, plurals]) =>
    plurals.map((plural) => [group, plural]),
  );
  for (const [group = "", plural = ""] of named) expect(isLeftOut(group, plural)).toBe(false);
});

test("the binding names the account and the role", () => {
  const [account, binding] = readerBinding("tools", "assessor") as Record<string, unknown>[];
  expect(account).toMatchObject({
    kind: "ServiceAccount",
    metadata: { namespace: "tools", name: "assessor" },
  });
  expect(binding).toMatchObject({
    roleRef: { kind: "ClusterRole", name: "replatform-reader" },
    subjects: [{ kind: "ServiceAccount", namespace: "tools", name: "assessor" }],
  });
});
