#!/bin/bash
# ValidateService. Waits until the app answers its health path; then it has proven itself, and the version before may go.
# If it does not, what served before serves again when this ends, and the last lines say why.
set -uo pipefail
# A JVM on a small server takes a minute or two.
seconds=240
deploy=$(dirname "$0")
if said=$("$deploy/healthy.sh" app.service "$seconds"); then
  echo "$said"
  rm -rf /opt/app/previous
  if [[ $(</opt/app/runtime) == docker ]]; then
    image=$(</opt/app/current/image)
    for other in $(docker image ls --format '{{.Repository}}:{{.Tag}}' app); do
      [[ $other == "$image" || $other == app:current ]] || docker image rm "$other"
    done
    docker image prune --force
  fi
  exit 0
fi
words=$("$deploy/last-words.sh")
"$deploy/put-back.sh"
# CodeDeploy keeps the end of this.
{
  echo "the app's last words:"
  echo "$words"
  echo "$said"
} >&2
exit 1
