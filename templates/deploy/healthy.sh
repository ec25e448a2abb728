#!/bin/bash
# Asks the health path on this server until it answers 200: healthy.sh <unit> <seconds>. Says what the last answer was.
# Only 200 counts, because a load balancer takes nothing else. Without one the same holds: a redirect is no sign of
# health, and a version that is well here should be well behind a load balancer, too.
set -uo pipefail
unit=$1 seconds=$2
# So many ends in a row are not mended by waiting longer.
most_restarts=3
parameters=/run/app/parameters.json
port=$(jq -r '.port' "$parameters") || exit 1
path=$(jq -r '."health-check" // "/"' "$parameters") || exit 1
url="http://127.0.0.1:$port$path"

echo "asking $url for up to $seconds s"
answer=000 restarts=0
while ((SECONDS < seconds && restarts < most_restarts)); do
  answer=$(curl --silent --output /dev/null --max-time 5 --write-out '%{http_code}' "$url")
  # The answer of something else on that port is none of the app's.
  if [[ $answer == 200 ]] && systemctl is-active --quiet "$unit"; then
    echo "healthy after $SECONDS s ($answer)"
    exit 0
  fi
  sleep 1
  restarts=$(systemctl show --property NRestarts --value "$unit")
  restarts=${restarts:-0}
done
((restarts < most_restarts)) || echo "it ended by itself $restarts times"
echo "not healthy after $SECONDS s: asked $url, and the last answer was ${answer/000/no answer}"
exit 1
