#!/bin/bash
# AfterInstall. Checks what the bundle brought and puts it where the app starts from. Nothing that serves is touched
# before all of it has been found good; if it is not, what served before serves again when this ends.
set -euo pipefail
deploy=$(dirname "$0")
bundle=/opt/app/bundle
next=/opt/app/next
runtime=$(</opt/app/runtime)
problem="a command failed, as told above"

# CodeDeploy keeps the end of what a script says, so the reason is its last line.
give_up() {
  local status=$?
  ((status)) || return 0
  trap - EXIT
  "$deploy/put-back.sh" || true
  echo "not installed: $problem" >&2
  exit 1
}
trap give_up EXIT

refuse() {
  problem=$1
  exit 1
}

need() {
  [[ -s $bundle/$1 ]] || refuse "the bundle has no $1, which $runtime needs: look at the build in the workflow"
}

# What `java -jar` would stumble over, found while the version before is still in its place.
check_jar() {
  python3 - "$1" <<'PYTHON'
import sys
import zipfile

try:
    with zipfile.ZipFile(sys.argv[1]) as jar:
        damaged = jar.testzip()
        names = jar.namelist()
        manifest = jar.read("META-INF/MANIFEST.MF").decode() if "META-INF/MANIFEST.MF" in names else ""
except Exception as error:
    sys.exit(f"invalid or corrupt jarfile app.jar: {error}")
if damaged:
    sys.exit(f"invalid or corrupt jarfile app.jar: {damaged} is damaged")
if not any(name.startswith("BOOT-INF/") for name in names):
    sys.exit("the bundle has no Spring Boot jar: app.jar is without BOOT-INF. Build it with bootJar or package")
if not any(line.startswith("Main-Class:") for line in manifest.splitlines()):
    sys.exit("no main manifest attribute in app.jar: nothing says what starts it")
PYTHON
}

# A bundle from the workflow brings its packages; one from a laptop does not, because native ones differ.
install_packages() {
  [[ -e node_modules ]] && return
  if ! [[ -e package-lock.json || -e npm-shrinkwrap.json ]]; then
    jq -e '.dependencies // {} | length == 0' package.json >/dev/null ||
      refuse "the bundle has no packages and no package-lock.json by which to install them"
    return 0
  fi
  echo "installing the packages of package-lock.json"
  local home
  home=$(mktemp -d /var/tmp/npm-XXXXXX)
  chown -R app: "$next" "$home"
  # Packages run scripts of their own: as the app's user, and with nothing of this environment.
  if ! timeout 600 runuser -u app -- env -i PATH="$PATH" HOME="$home" NODE_ENV=production \
    npm ci --omit=dev --no-audit --no-fund; then
    rm -rf "$home"
    refuse "npm ci failed, as told above"
  fi
  rm -rf "$home"
}

echo "installing for $runtime"
rm -rf "$next"
mkdir -p "$next"
case $runtime in
  spring-boot)
    need app.jar
    found=$(check_jar "$bundle/app.jar" 2>&1) || refuse "$found"
    cp "$bundle/app.jar" "$next/app.jar"
    ;;
  node)
    need app.tar.gz
    tar -xzf "$bundle/app.tar.gz" -C "$next" --no-same-owner || refuse "app.tar.gz is no whole archive"
    cd "$next"
    [[ -e package.json ]] || refuse "the bundle has no package.json: app.tar.gz does not hold the app's folder"
    jq -e '.scripts.start' package.json >/dev/null || [[ -e server.js ]] ||
      refuse "the bundle has no start script in package.json and no server.js, so npm start has nothing to start"
    install_packages
    cd /
    ;;
  docker)
    need image.tar.gz
    # Of the version before; it has another tag, too, and an image of another name must not pass for it.
    docker image rm app:current >/dev/null 2>&1 || true
    docker load --input "$bundle/image.tar.gz" || refuse "image.tar.gz is no image that docker can load"
    # By its id: the tag moves on with the next bundle, and the version before has to stay what it is.
    image=$(docker image inspect --format '{{.Id}}' app:current) || refuse "the bundle has no image app:current"
    docker tag "$image" "app:${image:7:12}"
    echo "app:${image:7:12}" >"$next/image"
    ;;
  *) refuse "unknown runtime: $runtime" ;;
esac
# The app reads its files and cannot change them.
chown -R root:root "$next"
chmod -R u+rwX,go+rX,go-w "$next"
# From here on `current` was installed at this moment, whatever the archive says.
touch "$next"

cd /opt/app
if [[ -d previous ]]; then
  echo "the version in use has never proven itself: it makes way, and the one before it is kept"
elif [[ -d current ]]; then
  mv current previous
else
  mkdir previous
fi
rm -rf current
mv "$next" current
echo "installed"
