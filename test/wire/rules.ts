import type { AccessRules } from "../../src/entry/allow-list.ts";
import { HOPS, INSIDERS, OUTSIDERS } from "./places.ts";

/** Access rules under test, each at a path of its own of every listener. */
export interface RuleCase {
  readonly path: string;
  readonly rules: AccessRules;
  /** Whether the rules mean to let the person outside in; the one inside always. Told here, not computed. */
  readonly meansOutsider: boolean;
}

const NONE: AccessRules = { blocked: [], deny: [], allow: [] };
const INSIDERS_AND_HOPS = [INSIDERS, ...HOPS];

export const RULES: readonly RuleCase[] = [
  { path: "/none", rules: NONE, meansOutsider: true },
  { path: "/allow", rules: { ...NONE, allow: [INSIDERS] }, meansOutsider: false },
  { path: "/allow-hops", rules: { ...NONE, allow: INSIDERS_AND_HOPS }, meansOutsider: false },
  { path: "/deny", rules: { ...NONE, deny: [OUTSIDERS] }, meansOutsider: false },
  { path: "/deny-hops", rules: { ...NONE, deny: [OUTSIDERS, ...HOPS] }, meansOutsider: false },
  { path: "/block", rules: { ...NONE, blocked: [OUTSIDERS] }, meansOutsider: false },
  // A location with an allow-list of its own no longer hears of block-cidrs.
  {
    path: "/block-allow",
    rules: { ...NONE, blocked: [OUTSIDERS], allow: [...INSIDERS_AND_HOPS, OUTSIDERS] },
    meansOutsider: true,
  },
];
