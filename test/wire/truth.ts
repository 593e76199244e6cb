import { type AccessVerdict, accessVerdict } from "../../src/entry/allow-list.ts";
import { predict, type WireOutcome } from "../../src/entry/wire.ts";
import { type Combination, combinations } from "./combinations.ts";
import { type Subject, subjects } from "./listeners.ts";
import { INSIDE } from "./places.ts";
import { RULES } from "./rules.ts";
import { startStage } from "./stage.ts";
import { type Observed, visit } from "./visit.ts";

/** What is said, or seen, of one combination. */
export interface Account extends WireOutcome {
  /** What became of the visitor at each path with access rules; none where the connection did not work. */
  readonly access: Readonly<Record<string, AccessVerdict>>;
}

export interface Compared {
  readonly combination: Combination;
  readonly subject: Subject;
  readonly predicted: Account;
  readonly observed: Account | { readonly failed: string };
  readonly equal: boolean;
}

/** A combination with what is said of it. */
export interface Told {
  readonly combination: Combination;
  readonly subject: Subject;
  readonly account: Account;
}

/** What the model says of every combination; no program is asked. */
export function predictions(): readonly Told[] {
  const listeners = subjects();
  return combinations(listeners).flatMap((combination) => {
    const subject = listeners[combination.listener];
    return subject === undefined ? [] : [{ combination, subject, account: predictAll(combination, subject) }];
  });
}

const AT_ONCE = 12;

/** Sends a visitor every way there is, and holds what he saw against what the model says. */
export async function compareAll(): Promise<readonly Compared[]> {
  const listeners = subjects();
  const pending = combinations(listeners).map((combination, index) => ({ combination, index }));
  const results: Compared[] = [];
  const stage = await startStage(listeners);
  const worker = async () => {
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { combination, index } = next;
      const subject = listeners[combination.listener];
      if (subject === undefined) throw new Error("a combination without its listener");
      results[index] = compare(combination, subject, await visited(combination, stage.visitOf));
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } finally {
    await stage.stop();
  }
  return results;
}

async function visited(
  combination: Combination,
  visitOf: (combination: Combination) => Parameters<typeof visit>[0],
): Promise<Compared["observed"]> {
  try {
    return account(combination, await visit(visitOf(combination)));
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

function compare(combination: Combination, subject: Subject, observed: Compared["observed"]): Compared {
  const predicted = predictAll(combination, subject);
  return { combination, subject, predicted, observed, equal: canonical(predicted) === canonical(observed) };
}

function predictAll({ path }: Combination, { listener }: Subject): Account {
  const access: Record<string, AccessVerdict> = {};
  for (const rule of RULES) {
    const verdict = accessVerdict(rule.rules, path, listener);
    if (verdict !== undefined) access[rule.path] = verdict;
  }
  return { ...predict(path, listener), access };
}

/** What a status means follows from whom the rules mean, as rules.ts tells; the model has no say in it. */
function account({ path }: Combination, { status, ...outcome }: Observed): Account {
  const access: Record<string, AccessVerdict> = {};
  for (const rule of RULES) {
    const code = status[rule.path];
    if (code === undefined) continue;
    if (code !== 200 && code !== 403) throw new Error(`${rule.path} answers ${code}`);
    const meant = path.client === INSIDE || rule.meansOutsider;
    access[rule.path] = code === 403 ? "refused" : meant ? "passes" : "open";
  }
  return { ...outcome, access };
}

/** A difference as a person reads it: the way, and both accounts. */
export function differenceText({ combination, subject, predicted, observed }: Compared): string {
  const { path } = combination;
  const way = [
    path.client,
    ...(combination.forges === "-" ? [] : [`forges (${combination.forges})`]),
    ...(path.proxy === undefined ? [] : [`CDN (${path.proxy.header ?? "X-Forwarded-For"})`]),
    path.balancer?.mode ?? "no balancer",
    ...(path.hiddenBehind === undefined ? [] : ["node"]),
    `${subject.name}${subject.tls ? ", TLS" : ""}`,
  ].join(" -> ");
  return `${way}\n  predicted ${JSON.stringify(predicted)}\n  observed  ${JSON.stringify(observed)}`;
}

function canonical(account: Compared["observed"]): string {
  if ("failed" in account) return account.failed;
  const { result, remoteAddr, forwardedFor, realIp, access } = account;
  return JSON.stringify([result, remoteAddr, forwardedFor, realIp, RULES.map(({ path }) => access[path])]);
}
