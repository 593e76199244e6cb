import { createSign, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";

/** A certificate and its key, PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

export interface CertificateOptions {
  readonly commonName: string;
  /** Organizations: groups, to an API server. */
  readonly organizations?: readonly string[];
  /** Loopback addresses or names the holder may be called by. */
  readonly ips?: readonly string[];
  readonly names?: readonly string[];
  readonly from?: Date;
  readonly to?: Date;
  /** Default: signed by itself, an authority. */
  readonly issuer?: Identity;
}

const DAY_MS = 86_400_000;

/** Node reads certificates and makes none; these few fields are all that the tests need of X.509 (RFC 5280). */
export function makeCertificate(options: CertificateOptions): Identity {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const subject = distinguishedName(options.commonName, options.organizations ?? []);
  const issuer = options.issuer && new X509Certificate(options.issuer.certificate);
  const issuerName =
    issuer === undefined ? subject : distinguishedName(/CN=([^\n]*)/.exec(issuer.subject)?.[1] ?? "", []);
  const body = sequence(
    explicit(0, integer(2)),
    integer(Math.floor(Math.random() * 2 ** 31) + 1),
    ECDSA_SHA256,
    issuerName,
    sequence(
      time(options.from ?? new Date(Date.now() - DAY_MS)),
      time(options.to ?? new Date(Date.now() + DAY_MS)),
    ),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(...extensions(options))),
  );
  const signature = createSign("sha256")
    .update(body)
    .sign(options.issuer?.key ?? privateKey);
  const der = sequence(body, ECDSA_SHA256, value(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    key: pem(privateKey),
  };
}

function pem(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

function extensions({ ips = [], names = [], issuer }: CertificateOptions): Buffer[] {
  const alternatives = [
    ...names.map((name) => value(0x82, Buffer.from(name))),
    ...ips.map((ip) => value(0x87, Buffer.from(ip.split(".").map(Number)))),
  ];
  return [
    sequence(
      oid(0x55, 0x1d, 0x13),
      value(0x04, issuer === undefined ? sequence(value(0x01, Buffer.from([0xff]))) : sequence()),
    ),
    ...(alternatives.length === 0
      ? []
      : [sequence(oid(0x55, 0x1d, 0x11), value(0x04, sequence(...alternatives)))]),
  ];
}

function distinguishedName(commonName: string, organizations: readonly string[]): Buffer {
  const part = (last: number, text: string): Buffer =>
    value(0x31, sequence(oid(0x55, 0x04, last), value(0x0c, Buffer.from(text))));
  return sequence(...organizations.map((name) => part(0x0a, name)), part(0x03, commonName));
}

function time(date: Date): Buffer {
  return value(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\.\d+/g, "")}`));
}

function integer(number: number): Buffer {
  const hex = number.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
  return value(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

function oid(...bytes: number[]): Buffer {
  return value(0x06, Buffer.from(bytes));
}

function explicit(tag: number, content: Buffer): Buffer {
  return value(0xa0 + tag, content);
}

function sequence(...parts: Buffer[]): Buffer {
  return value(0x30, Buffer.concat(parts));
}

/** DER: tag, length, content. */
function value(tag: number, content: Buffer): Buffer {
  const length = content.length;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

const ECDSA_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
