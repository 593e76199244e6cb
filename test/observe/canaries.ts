import { gzipSync } from "node:zlib";

/** Hands out secrets, each told apart by where it hides, and knows all it gave. */
export class Canaries {
  readonly #given: { readonly where: string; readonly text: string }[] = [];

  /** A secret no rule recognises by its shape. */
  plain(where: string): string {
    return this.#remember(where, `Canary-${this.#given.length}-Zx9`);
  }

  jwt(where: string): string {
    const payload = Buffer.from(`{"sub":"canary ${this.#given.length} system:serviceaccount:x"}`).toString(
      "base64url",
    );
    return this.#remember(
      where,
      `eyJhbGciOiJSUzI1NiJ9.${payload}.c2lnbmF0dXJlLW9mLWNhbmFyeQ${this.#given.length}`,
    );
  }

  /** The body of a PEM private key; the armour around it is no secret. */
  pem(where: string): string {
    const body = this.#remember(
      where,
      `MIIEpAIBAAKCAQEA${this.#given.length}CanaryCanaryCanaryCanaryCanaryCanaryCanary`,
    );
    return `-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----\n`;
  }

  token(where: string, prefix: string): string {
    return this.#remember(where, `${prefix}${"C4n4ry".repeat(6)}${this.#given.length}`);
  }

  /** Where each canary is found in a text, in its own words or in base64 at any of the three alignments. */
  found(text: string): string[] {
    return this.#given
      .filter((canary) => spellings(canary.text).some((spelling) => text.includes(spelling)))
      .map(({ where }) => where);
  }

  get count(): number {
    return this.#given.length;
  }

  #remember(where: string, text: string): string {
    this.#given.push({ where, text });
    return text;
  }
}

function spellings(text: string): string[] {
  const encoded = [0, 1, 2].map((shift) => {
    const base64 = Buffer.from("\0".repeat(shift) + text)
      .toString("base64")
      .replace(/=+$/, "");
    // The first and the last letters also hold bits of the neighbours.
    return base64.slice(shift === 0 ? 0 : 4, -2);
  });
  return [text, ...encoded];
}

/** A Helm release as Helm stores it: base64 of gzip of JSON. */
export function helmPayload(release: unknown): string {
  return gzipSync(JSON.stringify(release)).toString("base64");
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
