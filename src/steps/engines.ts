/**
 * What differs between database engines: the major version (AWS picks the minor one and keeps it current), the family
 * of its parameter group, its port, and the parameter that refuses connections without TLS.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.html
 */
export const engines = {
  postgres: { version: "17", family: "postgres17", port: 5432, parameters: { "rds.force_ssl": "1" } },
  mysql: { version: "8.4", family: "mysql8.4", port: 3306, parameters: { require_secure_transport: "1" } },
  mariadb: { version: "11.8", family: "mariadb11.8", port: 3306, parameters: { require_secure_transport: "1" } },
};
