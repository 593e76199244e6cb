const BINARY = [
  ["Ti", 2 ** 40],
  ["Gi", 2 ** 30],
  ["Mi", 2 ** 20],
  ["Ki", 2 ** 10],
] as const;

/** `2.5 CPUs`, `16Gi of memory`, `110 pods`, `2 of nvidia.com/gpu`. */
export function amountWords(resource: string, amount: number): string {
  switch (resource) {
    case "cpu":
      return `${rounded(amount)} ${rounded(amount) === "1" ? "CPU" : "CPUs"}`;
    case "pods":
      return `${rounded(amount)} pod slots`;
    case "memory":
    case "ephemeral-storage":
      return `${bytes(amount)} of ${resource}`;
    default:
      return `${rounded(amount)} of ${resource}`;
  }
}

function bytes(amount: number): string {
  const [suffix, scale] = BINARY.find(([, unit]) => Math.abs(amount) >= unit) ?? ["", 1];
  return `${rounded(amount / scale)}${suffix}`;
}

function rounded(amount: number): string {
  return String(Math.round(amount * 100) / 100);
}
