# Input: the database secret ({} without one). Output: lines for systemd's EnvironmentFile.
def quoted: "\"" + gsub("(?<c>[\"\\\\`$])"; "\\\(.c)") + "\"";
. as $secret | $parameters[0] as $p | "/opt/deploy-wizard/rds-ca.pem" as $ca
| ($p["database-engine"] // "") as $engine
| if $engine != "" and ($secret.password and $p["database-host"] | not) then error("the database is not ready yet") else . end
| "\($p["database-host"]):\($p["database-port"])/\($p["database-name"])" as $where
| {
    APP_ENVIRONMENT: env.ENVIRONMENT, AWS_REGION: env.AWS_REGION, PORT: $p.port, ASSETS_BUCKET: $p["assets-bucket"]
  }
+ if $p.runtime == "spring-boot" then {
    SERVER_PORT: $p.port, SPRING_PROFILES_ACTIVE: env.ENVIRONMENT, SERVER_FORWARD_HEADERS_STRATEGY: "framework"
  } + if $engine == "" then {} else {
    SPRING_DATASOURCE_URL: ({
      postgres: "jdbc:postgresql://\($where)?sslmode=verify-full&sslrootcert=\($ca)",
      mysql: "jdbc:mysql://\($where)?sslMode=REQUIRED",
      mariadb: "jdbc:mariadb://\($where)?sslMode=verify-full&serverSslCert=\($ca)"
    }[$engine]),
    SPRING_DATASOURCE_USERNAME: $secret.username, SPRING_DATASOURCE_PASSWORD: $secret.password
  } end
  else {NODE_ENV: "production", NODE_EXTRA_CA_CERTS: $ca} + if $engine == "" then {} else {
    DATABASE_URL: (
      (if $engine == "postgres" then "postgresql" else "mysql" end)
      + "://\($secret.username | @uri):\($secret.password | @uri)@\($where)"
      + if $engine == "postgres" then "?sslmode=verify-full&sslrootcert=\($ca)"
        elif $p.runtime == "node" then "?ssl=" + ("{\"rejectUnauthorized\":true}" | @uri)
        else "" end),
    DATABASE_HOST: $p["database-host"], DATABASE_PORT: $p["database-port"], DATABASE_NAME: $p["database-name"],
    DATABASE_CA: (if $p.runtime == "docker" and $engine != "postgres" then $ca else null end),
    DATABASE_USERNAME: $secret.username, DATABASE_PASSWORD: $secret.password
  } end end
| to_entries[] | select(.value) | "\(.key)=\(.value | tostring | quoted)"
