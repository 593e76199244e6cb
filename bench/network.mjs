// The network engine on generated clusters: full relation, the difference the move makes, many blocks of addresses.
import { bounded } from "./measure.mjs";
import { built, run } from "./program.mjs";

export async function network() {
  const program = await built("network");
  const small = best(program, "diff", 1_000);
  const large = best(program, "diff", 10_000);
  const many = run(program, "blocks", 638);
  const growth = large.ms / small.ms;
  const { classes, lines } = many.figures;
  return [
    bounded("network, 1,000 workloads: two states, difference", small, { ms: 1500 }),
    bounded("network, 10,000 workloads: two states, difference", large, { ms: 15_000, memory: 1536 }),
    `${"network, 10,000 / 1,000 workloads".padEnd(54)} ${`${growth.toFixed(2)}x`.padStart(13)} (at most 12x${growth > 12 ? ", MISSED" : ""})`,
    `${"network, 638 CIDRs over 29 pods".padEnd(54)} ${`${classes} classes`.padStart(13)} (at most 8${classes > 8 ? ", MISSED" : ""}), ${lines} lines`,
  ];
}

/** The best of a few: whatever else the machine does only adds. */
function best(program, what, count) {
  const runs = [run(program, what, count), run(program, what, count)];
  return { ms: Math.min(...runs.map(({ ms }) => ms)), mib: Math.max(...runs.map(({ mib }) => mib)) };
}
