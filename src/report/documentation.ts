/** Where the package and its pages can be read on the web, in the version that speaks of them. */
export const PACKAGE_URL = "https://www.npmjs.com/package/replatform";

/** The address of a page of the published package: `docs/findings/scheduling/drain-blocked.md`. */
export function documentationUrl(page: string, version: string): string {
  const path = page.split("/").map(encodeSegment).join("/");
  return `https://unpkg.com/replatform@${encodeSegment(version)}/${path}`;
}

/** A path's segment as it may stand in a URI; what is no Unicode text at all becomes U+FFFD. */
export function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Cs}/gu, "\ufffd"));
}
