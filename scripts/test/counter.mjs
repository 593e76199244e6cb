const UNEXPLAINED = "no reason given";

/** A vitest reporter that counts, and prints nothing before it is asked. */
export class TestCounter {
  passed = 0;
  failed = 0;
  #skipped = 0;
  #complete = false;
  #listUnexplained;
  /** Names of tests that did not run, by the reason why. */
  #reasons = new Map();

  constructor({ listUnexplained }) {
    this.#listUnexplained = listUnexplained;
  }

  /** What fails outside of a test counts too: a file that does not load, a hook, an error nobody caught. */
  onTestRunEnd(modules, unhandledErrors, reason) {
    this.#complete = reason !== "interrupted";
    this.failed += unhandledErrors.length;
    for (const module of modules) {
      this.failed += module.errors().length;
      for (const suite of module.children.allSuites()) {
        this.failed += suite.errors().length;
      }
      for (const test of module.children.allTests()) {
        this.#count(test);
      }
    }
  }

  #count(test) {
    const { state, note } = test.result();
    if (state === "passed") {
      this.passed += 1;
    } else if (state === "failed") {
      this.failed += 1;
    } else {
      this.#skipped += 1;
      const reason = test.meta().skipReason ?? note ?? UNEXPLAINED;
      const name = test.fullName.replace(` (skipped: ${reason})`, "");
      this.#reasons.set(reason, [
        ...(this.#reasons.get(reason) ?? []),
        `${test.module.relativeModuleId} > ${name}`,
      ]);
    }
  }

  /** A run of no test shows nothing. */
  get succeeded() {
    return this.#complete && this.failed === 0 && this.passed > 0;
  }

  summary() {
    const lists = [...this.#reasons]
      .filter(([reason]) => this.#listUnexplained || reason !== UNEXPLAINED)
      .map(([reason, names]) => [`Skipped: ${reason}`, ...names.map((name) => `  ${name}`), ""].join("\n"));
    return `${[...lists, `${this.passed} passed, ${this.failed} failed, ${this.#skipped} skipped`].join("\n")}\n`;
  }
}
