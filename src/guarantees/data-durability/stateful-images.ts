import { type JsonObject, stringOf } from "../../world/json.ts";

/** Software whose whole point is what it stores, by the last part of its image's name. */
interface Store {
  readonly images: readonly string[];
  /** Where it keeps its data, in the upstream images and in Bitnami's. */
  readonly directories: readonly string[];
  /** Often run without keeping anything, on purpose. */
  readonly oftenCache?: true;
}

const STORES: readonly Store[] = [
  {
    images: [
      "postgres",
      "postgresql",
      "postgresql-repmgr",
      "postgis",
      "timescaledb",
      "timescaledb-ha",
      "spilo",
    ],
    directories: ["/var/lib/postgresql", "/bitnami/postgresql", "/home/postgres/pgdata", "/var/lib/pgsql"],
  },
  {
    images: ["mysql", "mysql-server", "percona", "percona-server"],
    directories: ["/var/lib/mysql", "/bitnami/mysql"],
  },
  { images: ["mariadb", "mariadb-galera"], directories: ["/var/lib/mysql", "/bitnami/mariadb"] },
  { images: ["mongo", "mongodb", "percona-server-mongodb"], directories: ["/data/db", "/bitnami/mongodb"] },
  {
    images: ["elasticsearch", "elasticsearch-oss"],
    directories: ["/usr/share/elasticsearch/data", "/bitnami/elasticsearch/data"],
  },
  { images: ["opensearch"], directories: ["/usr/share/opensearch/data", "/bitnami/opensearch/data"] },
  { images: ["cassandra"], directories: ["/var/lib/cassandra", "/bitnami/cassandra"] },
  {
    images: ["rabbitmq"],
    directories: ["/var/lib/rabbitmq", "/bitnami/rabbitmq/mnesia", "/opt/bitnami/rabbitmq"],
  },
  { images: ["kafka", "cp-kafka"], directories: ["/var/lib/kafka", "/bitnami/kafka", "/kafka"] },
  {
    images: ["zookeeper", "cp-zookeeper"],
    directories: ["/data", "/datalog", "/var/lib/zookeeper", "/bitnami/zookeeper"],
  },
  { images: ["etcd"], directories: ["/var/lib/etcd", "/etcd-data", "/bitnami/etcd"] },
  { images: ["minio"], directories: ["/data", "/export", "/bitnami/minio/data"] },
  { images: ["influxdb"], directories: ["/var/lib/influxdb", "/var/lib/influxdb2", "/bitnami/influxdb"] },
  { images: ["prometheus"], directories: ["/prometheus", "/opt/bitnami/prometheus/data", "/data"] },
  { images: ["loki"], directories: ["/loki", "/data", "/var/loki"] },
  {
    images: ["clickhouse-server", "clickhouse"],
    directories: ["/var/lib/clickhouse", "/bitnami/clickhouse"],
  },
  { images: ["cockroach"], directories: ["/cockroach/cockroach-data"] },
  { images: ["couchdb"], directories: ["/opt/couchdb/data", "/bitnami/couchdb"] },
  { images: ["neo4j"], directories: ["/data", "/bitnami/neo4j"] },
  { images: ["vault"], directories: ["/vault/data", "/vault/file"] },
  { images: ["gitea"], directories: ["/data", "/var/lib/gitea"] },
  {
    images: ["redis", "redis-cluster", "valkey", "keydb", "redis-stack-server"],
    directories: ["/data", "/bitnami/redis/data"],
    oftenCache: true,
  },
];

const BY_IMAGE: ReadonlyMap<string, Store> = new Map(
  [...STORES].reverse().flatMap((store) => store.images.map((image): [string, Store] => [image, store])),
);

/** The store a container runs, by its image; undefined for everything else. */
export function storeOf(container: JsonObject): Store | undefined {
  const image = stringOf(container.image) ?? "";
  const path = image.split("@")[0] ?? "";
  const last = path.slice(path.lastIndexOf("/") + 1);
  const name = last.split(":")[0] ?? "";
  return BY_IMAGE.get(name);
}
