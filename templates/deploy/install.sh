#!/bin/bash
# AfterInstall. Puts what the bundle brought where the app starts from.
set -euo pipefail
bundle=/opt/app/bundle
next=/opt/app/next
runtime=$(</opt/app/runtime)
echo "installing for $runtime"

need() {
  if [[ ! -s $bundle/$1 ]]; then
    echo "the bundle has no $1, which $runtime needs: look at the build in the workflow" >&2
    exit 1
  fi
}

rm -rf "$next"
mkdir -p "$next"
case $runtime in
  spring-boot)
    need app.jar
    cp "$bundle/app.jar" "$next/app.jar"
    ;;
  node)
    need app.tar.gz
    tar -xzf "$bundle/app.tar.gz" -C "$next" --no-same-owner
    ;;
  docker)
    need image.tar.gz
    docker load --input "$bundle/image.tar.gz"
    docker image prune --force
    ;;
  *)
    echo "unknown runtime: $runtime" >&2
    exit 1
    ;;
esac
# The app reads its files and cannot change them.
chown -R root:root "$next"
chmod -R u+rwX,go+rX,go-w "$next"
rm -rf /opt/app/current
mv "$next" /opt/app/current
echo "installed"
