import type { Verdict } from "../../simulate/proof.ts";
import type { Assessment } from "../assessment.ts";
import type { Section } from "../sections.ts";
import type { Screen } from "./screen.ts";
import { padCentre, padEnd, widest } from "./width.ts";
import { hang, wrap } from "./wrap.ts";

interface Look {
  readonly column: number;
  readonly cells: Readonly<Record<Verdict, string>>;
}

/** Told apart by letters, so that no colour is needed. */
const WORDS: Look = { column: 8, cells: { holds: "ok", breaks: "BREAKS", unknown: "?" } };
const LETTERS: Look = { column: 4, cells: { holds: "ok", breaks: "X", unknown: "?" } };

const LONGEST_NAME = 24;

/** The proof: guarantees down, the numbered states across. In several bands where the states do not fit. */
export function table(assessment: Assessment, sections: readonly Section[], screen: Screen): string[] {
  const states = assessment.states.map((state, index) => ({ id: state.id, number: `${index + 1}` }));
  const rows = sections.filter((section) => Object.keys(section.verdicts).length > 0);
  if (rows.length === 0) return [];
  const names = Math.min(LONGEST_NAME, widest(rows.map((row) => row.id)));
  const room = screen.width - names - 4;
  const look = states.length * WORDS.column <= room ? WORDS : LETTERS;
  const perBand = Math.max(1, Math.floor(room / look.column));
  const lines: string[] = [];
  for (let start = 0; start < states.length; start += perBand) {
    const band = states.slice(start, start + perBand);
    const title = band.map(({ number }) => padCentre(number, look.column)).join("");
    lines.push("", `${" ".repeat(names + 4)}${screen.paint("quiet", title.trimEnd())}`);
    for (const row of rows) {
      const cells = band.map(({ id }) => cell(row.verdicts[id] ?? "unknown", look, screen)).join("");
      const [name = "", ...rest] = wrap(row.id, LONGEST_NAME);
      lines.push(`  ${padEnd(name, names)}  ${cells}`.trimEnd(), ...rest.map((line) => `  ${line}`));
    }
  }
  return [...lines, "", ...legend(look, screen)];
}

function cell(verdict: Verdict, look: Look, screen: Screen): string {
  const word = look.cells[verdict];
  const placed = padCentre(word, look.column);
  return placed.replace(word, () => screen.paint(verdict, word));
}

function legend({ cells }: Look, screen: Screen): string[] {
  const plain = `${cells.holds} holds,  ${cells.breaks} users lose it,  ${cells.unknown} not known: not a pass`;
  return hang("  ", plain, screen.width).map((line) => screen.paint("quiet", line));
}
