import { Header, type HeaderData } from "tar";

/** A tar archive of entries no program would write. */
export function archive(entries: readonly (HeaderData & { readonly content?: string })[]): Buffer {
  const blocks: Buffer[] = [];
  for (const { content = "", ...data } of entries) {
    const body = Buffer.from(content);
    const block = Buffer.alloc(512);
    new Header({
      mode: 0o644,
      uid: 0,
      gid: 0,
      mtime: new Date(0),
      type: "File",
      ...data,
      size: body.length,
    }).encode(block);
    blocks.push(block, body, Buffer.alloc((512 - (body.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
