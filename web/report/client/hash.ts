/**
 * Changes the address without jumping. Some browsers forbid that for files on disk; the filter then works
 * all the same, only without an address of its own.
 */
export function setHash(hash: string, how: "push" | "replace"): void {
  const address = hash === "" ? location.pathname + location.search : hash;
  try {
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  } catch {
    // See above.
  }
}
