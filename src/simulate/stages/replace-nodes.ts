import { replacementOf, rollNodes } from "./replacement.ts";
import type { Stage } from "./stage.ts";

/**
 * The cluster is taken over by Cluster API at its own minor: every node is replaced once, and the API servers
 * move behind their load balancer, away for a moment. No name or address of before reaches them afterwards.
 */
export const replaceNodes: Stage = (world, { profile, spec }) => {
  const behind = { ...world, api: { ...world.api, endpoints: [], interrupted: false } };
  const to = world.nodes.map((node) => replacementOf(node, profile, spec, node.minor));
  const { passing, settled } = rollNodes(behind, to, profile.target.drain.surge, true);
  return { passing: { ...passing, api: { ...passing.api, interrupted: true } }, settled };
};
