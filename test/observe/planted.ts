import { base64, type Canaries, helmPayload } from "./canaries.ts";

/** Addresses that must survive redaction: they are what the move breaks. */
export const SERVER = "https://10.11.12.13:6443";

function kubeconfig(canaries: Canaries, where: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: c
  cluster:
    server: ${SERVER}
    certificate-authority-data: ${base64("-----BEGIN CERTIFICATE-----\npublic\n-----END CERTIFICATE-----\n")}
contexts: []
users:
- name: a
  user:
    token: ${canaries.plain(`${where}: token`)}
    password: "${canaries.plain(`${where}: password`)}"
    client-key-data: ${base64(canaries.pem(`${where}: client-key-data`))}
    client-certificate-data: ${base64(canaries.plain(`${where}: client-certificate-data`))}
- name: b
  user:
    auth-provider:
      name: oidc
      config:
        id-token: ${canaries.jwt(`${where}: id-token`)}
        refresh-token: ${canaries.plain(`${where}: refresh-token`)}
        client-secret: ${canaries.plain(`${where}: client-secret`)}
- name: c
  user:
    exec:
      command: aws
      args: ["--session-token", "${canaries.plain(`${where}: exec args`)}"]
      env:
      - name: AWS_ACCESS_KEY_ID
        value: ${canaries.plain(`${where}: exec env`)}
      - name: SOMETHING
        value: ${canaries.plain(`${where}: exec env of any name`)}
`;
}

function secret(canaries: Canaries, where: string) {
  return {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: "db",
      annotations: { note: canaries.plain(`${where}: annotation`) },
    },
    type: "Opaque",
    data: { whatever: base64(canaries.plain(`${where}: data`)) },
    stringData: { plain: canaries.plain(`${where}: stringData`) },
  };
}

function pod(canaries: Canaries, where: string, password: string) {
  return {
    containers: [
      {
        name: "web",
        image: "x",
        command: [
          "sh",
          "-c",
          `mysql -h db -p${canaries.plain(`${where}: mysql -p`)} --password ${canaries.plain(`${where}: flag in a command`)}`,
        ],
        args: [
          "--token",
          canaries.plain(`${where}: argument after a flag`),
          `--api-key=${canaries.plain(`${where}: argument`)}`,
          "--server=10.0.0.9",
        ],
        env: [
          { name: "DB_PASSWORD", value: password },
          {
            name: "DATABASE_URL",
            value: `postgres://app:${canaries.plain(`${where}: URL`)}@10.0.0.7:5432/shop`,
          },
          { name: "GITHUB", value: canaries.token(`${where}: GitHub token`, "ghp_") },
          { name: "AWS_SECRET_ACCESS_KEY", value: canaries.plain(`${where}: AWS key`) },
          {
            name: "SETTINGS",
            value: `{"auth":{"password":"${canaries.plain(`${where}: JSON in env`)}","host":"10.0.0.8"}}`,
          },
          { name: "KUBECONFIG_TEXT", value: kubeconfig(canaries, `${where}: kubeconfig in env`) },
        ],
        livenessProbe: {
          httpGet: {
            port: 80,
            httpHeaders: [{ name: "Authorization", value: `Bearer ${canaries.plain(`${where}: header`)}` }],
          },
        },
      },
    ],
  };
}

/** One object for every place a secret can hide in, with a canary in each. */
export function planted(canaries: Canaries): unknown[] {
  const text = (where: string) => canaries.plain(where);
  const workload = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "shop", uid: "u-web", resourceVersion: "1" },
    spec: { template: { spec: pod(canaries, "Deployment", text("Deployment: env")) } },
  };
  return [
    {
      ...secret(canaries, "Secret"),
      metadata: {
        ...secret(canaries, "Secret").metadata,
        uid: "u1",
        managedFields: [
          {
            manager: "kubectl",
            operation: "Update",
            apiVersion: "v1",
            fieldsV1: { "f:data": { [text("managedFields")]: {} } },
          },
        ],
      },
    },
    {
      ...workload,
      metadata: {
        ...workload.metadata,
        annotations: {
          "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify({
            ...workload,
            data: text("last-applied"),
          }),
          "other.example/last-applied": JSON.stringify(secret(canaries, "last-applied of another tool")),
          "objectset.rio.cattle.io/applied": helmPayload({ x: text("compressed annotation") }),
          "example.com/token": text("annotation by its name"),
          "example.com/hook": `https://hooks.slack.com/services/T0/B0/${text("webhook URL")}`,
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "settings", namespace: "shop", uid: "u2" },
      data: {
        kubeconfig: kubeconfig(canaries, "kubeconfig in a ConfigMap"),
        kubeconfigJson: JSON.stringify({
          clusters: [{ cluster: { server: SERVER } }],
          users: [{ user: { token: text("kubeconfig as JSON") } }],
        }),
        encoded: base64(kubeconfig(canaries, "kubeconfig in base64")),
        "manifests.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\nkind: Secret\napiVersion: v1\nmetadata: {name: b}\ndata:\n  foo: ${base64(text("Secret in a manifest in a ConfigMap"))}\nstringData: {bar: ${text("stringData in a manifest in a ConfigMap")}}\n`,
        "broken.yaml": `kind: Secret\ndata: [\n  foo: ${text("broken Secret in a ConfigMap")}\n`,
        "application.properties": `spring.datasource.password=${text("properties")}\nspring.datasource.url=jdbc:postgresql://10.0.0.7/x?password=${text("JDBC URL")}&ssl=true\n`,
        "config.yaml": `smtp:\n  password: ${text("YAML")}\n  password2: |\n    ${text("YAML block")}\n  apiKey: "${text("YAML quoted")}"\n  tokens:\n  - ${text("YAML list")}\n  host: 10.0.0.7\n`,
        "config.json": JSON.stringify({ nested: JSON.stringify({ clientSecret: text("JSON in JSON") }) }),
        "config.toml": `[db]\npassword = '${text("TOML")}'\n`,
        "config.xml": `<server><username>x</username><password>${text("XML")}</password></server>`,
        ".htpasswd": `admin:$apr1$abc$${text("htpasswd")}\n`,
        ".env": `export API_TOKEN=${text("shell")}\n`,
        "nginx.conf": `proxy_set_header Authorization "Basic ${base64(`user:${text("basic auth")}`)}";\n`,
        dockerconfig: JSON.stringify({
          auths: { "registry.example": { auth: base64(`u:${text("docker auth")}`) } },
        }),
        "tls.key": canaries.pem("PEM in a ConfigMap"),
        jwt: `the token is ${canaries.jwt("JWT in prose")}`,
        odbc: `Server=10.0.0.5;User Id=sa;Password=${text("connection string")};`,
        "env.yaml": `env:\n- name: ADMIN_PASSWORD\n  value: ${text("name and value in text")}\n`,
        aws: `key AKIA${"Q".repeat(16)} ${text("AWS secret").replace(/^/, "aws_secret_access_key = ")}`,
      },
      binaryData: {
        keystore: Buffer.concat([
          Buffer.from([0xfe, 0xed, 0xfe, 0xed, 0]),
          Buffer.from(text("key store")),
        ]).toString("base64"),
        conf: base64(`password: ${text("binaryData that is text")}`),
      },
    },
    {
      apiVersion: "databases.example.com/v1",
      kind: "Cluster",
      metadata: { name: "db", namespace: "shop", uid: "u3" },
      spec: {
        rootPassword: text("custom resource"),
        users: [{ name: "a", credentials: { value: text("custom resource, nested") } }],
        parameters: [{ name: "admin.password", value: text("name and value") }],
        resources: [[secret(canaries, "Secret in a list in a list")]],
        objects: {
          kind: "SecretList",
          apiVersion: "v1",
          items: [{ metadata: { name: "s" }, data: { k: base64(text("SecretList in a custom resource")) } }],
        },
        values: `postgres:\n  auth:\n    password: ${text("values in a custom resource")}\n`,
        tokens: [text("list of tokens")],
      },
    },
    {
      apiVersion: "v1",
      kind: "List",
      items: [
        {
          apiVersion: "v1",
          kind: "SecretList",
          items: [
            { metadata: { name: "in-list", uid: "u4" }, data: { k: base64(text("SecretList in a List")) } },
          ],
        },
      ],
    },
    {
      apiVersion: "v1",
      kind: "Secret",
      type: "helm.sh/release.v1",
      metadata: {
        name: "sh.helm.release.v1.shop.v3",
        namespace: "shop",
        uid: "u5",
        labels: { owner: "helm", name: "shop", status: "deployed", version: "3" },
      },
      data: { release: base64(helmPayload(release(canaries, "Helm release in a Secret", "shop"))) },
    },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: "sh.helm.release.v1.cm.v1",
        namespace: "shop",
        uid: "u6",
        labels: { owner: "helm", name: "cm", status: "deployed", version: "1" },
      },
      data: { release: helmPayload(release(canaries, "Helm release in a ConfigMap", "cm")) },
    },
  ];
}

function release(canaries: Canaries, where: string, name: string) {
  const manifest = [
    secret(canaries, where),
    {
      apiVersion: "apps/v1beta1",
      kind: "Deployment",
      metadata: { name: "web" },
      spec: { template: { spec: pod(canaries, where, canaries.plain(`${where}: env`)) } },
    },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: `${name}-config` },
      data: { kubeconfig: kubeconfig(canaries, where) },
    },
  ]
    .map((object) => `---\n# Source: x\n${JSON.stringify(object)}\n`)
    .join("");
  return {
    name,
    namespace: "shop",
    version: 3,
    info: { status: "deployed", notes: canaries.plain(`${where}: notes`) },
    chart: {
      metadata: { name: "shop", version: "1.2.3" },
      values: { p: canaries.plain(`${where}: chart values`) },
      templates: [{ data: base64(canaries.plain(`${where}: template`)) }],
    },
    config: { password: canaries.plain(`${where}: configuration`) },
    manifest,
    hooks: [{ name: "h", manifest: JSON.stringify(secret(canaries, `${where}, hook`)) }],
  };
}
