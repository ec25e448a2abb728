#!/bin/bash
# Starts what the last deployment installed.
set -euo pipefail
limit=$(</run/app/memory)
case $(</opt/app/runtime) in
  spring-boot)
    # Beside its heap a JVM needs some 200 MiB, for classes, code, threads and buffers; on a large server more.
    heap=$((limit - 200))
    ((heap > limit * 45 / 100)) || heap=$((limit * 45 / 100))
    ((heap < limit * 75 / 100)) || heap=$((limit * 75 / 100))
    exec java "-Xmx${heap}m" -XX:+ExitOnOutOfMemoryError -jar /opt/app/current/app.jar
    ;;
  node) cd /opt/app/current && exec npm start ;;
  docker)
    docker rm --force app >/dev/null 2>&1 || true
    # The host's network, because the instance's credentials are one hop away and no further. Names only: the values
    # come from this process's environment.
    exec docker run --rm --name app --network host --memory "${limit}m" --env-file /run/app/names \
      --volume /opt/deploy-wizard/rds-ca.pem:/opt/deploy-wizard/rds-ca.pem:ro "$(</opt/app/current/image)"
    ;;
esac
