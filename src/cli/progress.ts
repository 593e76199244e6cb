/** A line on stderr that shows long work going on; silent unless a person is watching. */
export interface Progress {
  update(text: string): void;
  clear(): void;
}

const EVERY_MS = 100;

export function progress(): Progress {
  const out = process.stderr;
  if (!out.isTTY) return { update() {}, clear() {} };
  let shownAt = 0;
  let shown = false;
  return {
    update(text) {
      const now = performance.now();
      if (now - shownAt < EVERY_MS) return;
      shownAt = now;
      shown = true;
      const line = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "?").slice(0, (out.columns ?? 80) - 1);
      out.write(`\r\u001b[2K${line}`);
    },
    clear() {
      if (shown) out.write("\r\u001b[2K");
      shown = false;
    },
  };
}
