import { rollNodes } from "./replacement.ts";
import type { Stage } from "./stage.ts";

/**
 * The old platform's own upgrade to its newest minor: Kubespray drains each node, upgrades it and lets it back
 * in. Nodes stay what they are (roles/upgrade/pre-upgrade of Kubespray: cordon, drain, upgrade, uncordon).
 */
export const upgradeInPlace: Stage = (world, { minor }) => {
  const upgraded = { ...world, api: { ...world.api, minor } };
  const to = world.nodes.map((node) => ({ ...node, minor }));
  return rollNodes(upgraded, to, 0, false);
};
