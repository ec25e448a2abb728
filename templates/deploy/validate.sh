#!/bin/bash
# ValidateService. Asks the app's health path until it answers with success, or says why it did not.
set -uo pipefail
seconds=240
parameters=/run/app/parameters.json
port=$(jq -r '.port' "$parameters") || exit 1
path=$(jq -r '."health-check" // "/"' "$parameters") || exit 1
url="http://127.0.0.1:$port$path"

echo "asking $url for up to $seconds s"
while ((SECONDS < seconds)); do
  status=$(curl --silent --output /dev/null --max-time 5 --write-out '%{http_code}' "$url")
  if [[ $status == 2?? || $status == 3?? ]]; then
    echo "healthy after $SECONDS s ($status)"
    exit 0
  fi
  sleep 2
done
echo "not healthy after $SECONDS s: the last answer was ${status/000/no answer}. The app's last words:" >&2
journalctl --unit app.service --lines 30 --no-pager --output cat >&2
exit 1
