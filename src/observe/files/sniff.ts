import { SNAPSHOT_START } from "../snapshot/format.ts";

/** What a source holds, told by its first bytes: names only help people. */
export type Content =
  | "json"
  | "yaml"
  | "snapshot"
  | "gzip"
  | "tar"
  | "empty"
  | { readonly unsupported: string };

/** How many bytes `sniff` wants to see, where the source has so many. */
export const SNIFF_BYTES = 4096;

const MAGIC: readonly { readonly bytes: readonly number[]; readonly name: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], name: "a zip archive: unpack it and give the directory" },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], name: "compressed with zstd: decompress it first (zstd -d)" },
  { bytes: [0x42, 0x5a, 0x68], name: "compressed with bzip2: decompress it first (bunzip2)" },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: "compressed with xz: decompress it first (unxz)" },
  { bytes: [0xff, 0xfe], name: "UTF-16 text, as PowerShell writes it: save it as UTF-8" },
  { bytes: [0xfe, 0xff], name: "UTF-16 text: save it as UTF-8" },
];

export function sniff(bytes: Buffer): Content {
  if (bytes.length === 0) return "empty";
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "gzip";
  if (bytes.length >= 262 && bytes.toString("latin1", 257, 262) === "ustar") return "tar";
  for (const { bytes: magic, name } of MAGIC) {
    if (magic.every((byte, index) => bytes[index] === byte)) return { unsupported: name };
  }
  if (bytes.includes(0)) return { unsupported: "a binary file, no text" };
  const text = bytes
    .toString("latin1")
    .replace(/^\u00ef\u00bb\u00bf/, "")
    .trimStart();
  if (text === "" && bytes.length < SNIFF_BYTES) return "empty";
  if (text.startsWith(SNAPSHOT_START)) return "snapshot";
  return (text[0] === "{" && text[1] !== "{") || text[0] === "[" ? "json" : "yaml";
}
