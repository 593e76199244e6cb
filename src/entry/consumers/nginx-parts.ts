import { isTrue } from "../listener.ts";
import type { AddressConsumer } from "./consumer.ts";
import { snippetUses } from "./snippet.ts";

/** What annotations of an Ingress and keys of the ConfigMap have in common. */

/** A switch is on by "true"; a snippet counts where it names the address that ModSecurity's rules go by. */
export function modsecurityOn(setting: string, text: string | undefined): boolean {
  if (text === undefined) return false;
  if (!setting.endsWith("snippet")) return isTrue(text);
  const code = text.replace(/^\s*#.*$/gm, "");
  return /\bREMOTE_ADDR\b|@ipMatch/i.test(code);
}

/** A snippet's uses as consumers: one for each way of failing and each address looked at. */
export function snippetConsumers(
  text: string | undefined,
  make: (more: Partial<AddressConsumer>) => AddressConsumer,
): readonly AddressConsumer[] {
  return snippetUses(text ?? "").map(({ directive, looksAt, whenHidden, words, list }) =>
    make({ mechanism: `\`${directive}\``, looksAt, whenHidden, words, list }),
  );
}
