import { expect, it } from "vitest";
import { blocksAndPorts } from "./statements/blocks-and-ports.ts";
import { otherPolicyKinds } from "./statements/dialects.ts";
import { hosts } from "./statements/hosts.ts";
import { podsAndPeers } from "./statements/pods-and-peers.ts";
import { servicesAndDns } from "./statements/services-and-dns.ts";
import { shownStatements } from "./statements/statement.ts";

/** One named test, or more, for each numbered statement about who can talk to whom. There is no 17. */
podsAndPeers();
blocksAndPorts();
hosts();
servicesAndDns();
otherPolicyKinds();

it("every numbered statement has a test", () => {
  const all = Array.from({ length: 25 }, (_, index) => index + 1);
  expect(shownStatements()).toEqual(all.filter((number) => number !== 17));
});
