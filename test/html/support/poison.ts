import type { Assessment } from "../../../src/report/assessment.ts";

/** What would act in HTML, in an attribute, in a URL, in a style, or as an object key. */
export const POISON: readonly string[] = [
  '<img src=x onerror="alert(1)">',
  "</script><script>alert(2)</script>",
  "</style><style>@import url(https://evil.example/x.css)</style>",
  "</title></head><body onload=alert(3)>",
  "javascript:alert(4)",
  `"' onfocus="alert(5)" autofocus x='`,
  "--><svg/onload=alert(6)><!--",
  "<iframe srcdoc='<script>parent.alert(7)</script>'>",
  "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=https://evil.example/'>",
  "\u202Egnp.exe\u2066 \u200Bzero \u0000 \u001b[31m",
  "__proto__",
  "constructor",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is the poison
  "${alert(8)} {{alert(9)}} `alert(10)`",
  "&lt;script&gt;alert(11)&lt;/script&gt;",
  "x".repeat(253),
];

/** What the program itself chooses among, so nothing a cluster or a profile can fill. */
const CLOSED = new Set(["outcome", "platform", "actor", "verdict", "status", "type", "change"]);

/** The assessment with poison behind every text in it, keys too; equal texts stay equal. */
export function poisoned(assessment: Assessment): Assessment {
  return poison(assessment) as Assessment;
}

function poison(value: unknown, key = ""): unknown {
  if (typeof value === "string") return CLOSED.has(key) ? value : withPoison(value);
  if (Array.isArray(value)) return value.map((item) => poison(item, key));
  if (typeof value !== "object" || value === null) return value;
  if (key === "verdicts") {
    return Object.fromEntries(Object.entries(value).map(([state, verdict]) => [withPoison(state), verdict]));
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)]));
}

function withPoison(text: string): string {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + character.charCodeAt(0)) % 1_000_003;
  return `${text} ${POISON[sum % POISON.length]}`;
}
