#!/bin/bash
# Starts what the last deployment installed.
set -euo pipefail
case $(</opt/app/runtime) in
  spring-boot) exec java -XX:MaxRAMPercentage=65 -XX:+ExitOnOutOfMemoryError -jar /opt/app/current/app.jar ;;
  node) cd /opt/app/current && exec npm start ;;
  docker)
    docker rm --force app >/dev/null 2>&1 || true
    # The host's network, because the instance's credentials are one hop away and no further. Names only: the values
    # come from this process's environment.
    memory=$(awk '/^MemTotal/ { print int($2 * 0.8) }' /proc/meminfo)
    exec docker run --rm --name app --network host --memory "${memory}k" --env-file /run/app/names \
      --volume /opt/deploy-wizard/rds-ca.pem:/opt/deploy-wizard/rds-ca.pem:ro "$(</opt/app/current/image)"
    ;;
esac
