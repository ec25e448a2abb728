#!/bin/bash
# ApplicationStart. Hands the port over from the placeholder to the app; if that fails, what served before serves again.
set -uo pipefail
deploy=$(dirname "$0")
echo "starting the app"
systemctl disable --now placeholder.service || echo "there is no placeholder to stop"
systemctl enable app.service
systemctl reset-failed app.service 2>/dev/null
if systemctl restart app.service; then
  echo "started"
  exit 0
fi
words=$("$deploy/last-words.sh")
"$deploy/put-back.sh"
{
  echo "the app's last words:"
  echo "$words"
  echo "the app could not be started"
} >&2
exit 1
