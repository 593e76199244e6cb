import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { CONTROL_PLANE_PARTS, type ControlPlane, startControlPlane } from "../support/control-plane.ts";
import { describeWithParts } from "../support/parts.ts";
import { processesIn } from "./processes.ts";

describeWithParts("a control plane", CONTROL_PLANE_PARTS, () => {
  test("two run side by side and share nothing, and nothing is left of a stopped one", async () => {
    const planes = await Promise.all([startControlPlane(), startControlPlane()]);
    const [first, second] = planes as [ControlPlane, ControlPlane];
    try {
      await first.kubectl(["create", "namespace", "only-in-the-first"]);
      const names = (plane: ControlPlane) => plane.kubectl(["get", "namespaces", "-o", "name"]);
      expect(await names(first)).toContain("only-in-the-first");
      expect(await names(second)).not.toContain("only-in-the-first");
      expect(first.version).toMatch(/^v1\.\d+/);

      expect(processesIn(first.directory)).not.toEqual([]);
      await first.stop();
      expect(processesIn(first.directory)).toEqual([]);
      expect(existsSync(first.directory)).toBe(false);
      expect(await names(second)).toContain("default");
    } finally {
      await Promise.all(planes.map((plane) => plane.stop()));
    }
  });

  test("RBAC gives a user and a ServiceAccount what it grants them, and nothing else", async () => {
    const plane = await startControlPlane({ users: [{ name: "alice", groups: ["auditors"] }] });
    try {
      const account = { namespace: "default", serviceAccount: "default" };
      for (const [subject, binding] of [
        ["alice", "--group=auditors"],
        [account, "--serviceaccount=default:default"],
      ] as const) {
        const kubeconfig = await plane.kubeconfigFor(subject);
        const pods = () => plane.tryKubectl(["get", "pods", "-A"], { kubeconfig });
        expect((await pods()).stderr).toContain("Forbidden");

        const name = typeof subject === "string" ? subject : subject.serviceAccount;
        await plane.kubectl(["create", "clusterrolebinding", name, "--clusterrole=view", binding]);
        await expect.poll(pods, { timeout: 10_000 }).toMatchObject({ code: 0 });
        const secrets = await plane.tryKubectl(["get", "secrets", "-A"], { kubeconfig });
        expect(secrets.stderr).toContain("Forbidden");
      }
      await expect(plane.kubeconfigFor("nobody")).rejects.toThrow("no user 'nobody'");
    } finally {
      await plane.stop();
    }
  });

  test("without controllers, pods are admitted without an account", async () => {
    const plane = await startControlPlane({ controllers: [] });
    try {
      await plane.kubectl(["run", "alone", "--image=example.org/none"]);
      expect(await plane.kubectl(["get", "pods", "-o", "name"])).toBe("pod/alone\n");
    } finally {
      await plane.stop();
    }
  });
});
