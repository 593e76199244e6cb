/** Stands where a secret stood. Redacting twice changes nothing. */
export const REDACTED = "REDACTED";

/** Words that, at the end of a name, say that the value is a secret: DB_PASSWORD, authToken, aws_secret_access_key. */
const SECRET_WORDS = [
  "pass",
  "passwd",
  "password",
  "passphrase",
  "pwd",
  "secret",
  "token",
  "credential",
  "api_?key",
  "access_?key(?:_?id)?",
  "secret_?key(?:_?base)?",
  "private_?key",
  "client_?key",
  "signing_?key",
  "encryption_?key",
  "account_?key",
  "auth_?key",
  "master_?key",
  "license_?key",
  "ssh_?key",
  "webhook_?url",
  "connection_?string",
  "dsn",
  "authorization",
  "cookie",
  "bearer",
  "htpasswd",
  "client_certificate",
].join("|");

/** What may follow the word: DB_PASSWORD_BASE64, client-key-data, tokens, password2. */
const SUFFIX = "(?:s?|_?\\d{1,3})(?:_(?:data|value|base64|b64|encoded|plain|text|hash|bcrypt|sha\\d+))?";

const SEPARATED = new RegExp(`(?:^|_)(?:${SECRET_WORDS})${SUFFIX}$`);

/** Words long enough to mean it without a separator before them: dbpassword, authtoken. */
const JOINED = new RegExp(
  `(?:password|passwd|passphrase|secret|token|apikey|accesskey|secretkey|privatekey|credential)${SUFFIX}$`,
);

/** Annotations that hold the name of a Secret, and lists of such names. */
const HARMLESS =
  /\/(?:auth-secret|auth-tls-secret|proxy-ssl-secret|secure-verify-ca-secret|tls-secret)$|^(?:imagePullSecrets|secrets)$/;

const KNOWN = new Map<string, boolean>();
const KNOWN_MAX = 20_000;
const LONGEST_NAME = 200;

/** Whether a field, variable, parameter or flag of this name holds a secret. */
export function isSecretName(name: string): boolean {
  const known = KNOWN.get(name);
  if (known !== undefined) return known;
  const secret = decide(name);
  if (KNOWN.size >= KNOWN_MAX) KNOWN.clear();
  if (name.length <= LONGEST_NAME) KNOWN.set(name, secret);
  return secret;
}

function decide(name: string): boolean {
  if (name.length < 3 || HARMLESS.test(name)) return false;
  const words = name
    .slice(-LONGEST_NAME)
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return SEPARATED.test(words) || JOINED.test(words);
}
