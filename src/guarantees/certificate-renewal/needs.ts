import { ENTRY_NEEDS } from "../../entry/needs.ts";
import type { ResourceNeed } from "../guarantee.ts";

/** What the guarantee is judged by, and what stays open without it: how challenges arrive, and what was issued. */
export const needs: readonly ResourceNeed[] = [
  ...ENTRY_NEEDS.map((need): ResourceNeed => ({ ...need, weight: "part" })),
  {
    kind: "Secret",
    weight: "part",
    why: "how long certificates are valid, and which Secrets issuers need, would not be known",
  },
];
