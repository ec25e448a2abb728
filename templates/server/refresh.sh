#!/bin/bash
# Restarts what was started with values that have changed since, like a rotated password. A failing look-up ends it.
set -euo pipefail
fresh=/run/app/environment.fresh
trap 'rm -f "$fresh"' EXIT
if systemctl is-active --quiet app; then
  /opt/deploy-wizard/environment "$fresh"
else
  /opt/deploy-wizard/parameters
fi
read -r port entry < <(jq -r '"\(.port) \(.entry)"' /run/app/parameters.json)
if [[ $entry == direct ]] && ! grep -qs ":$port;" /etc/nginx/app/upstream.conf; then
  # Starts when this has ended.
  systemctl start --no-block proxy
fi
if [[ ! -e $fresh ]]; then
  curl -so /dev/null -m 5 "127.0.0.1:$port" || systemctl try-restart placeholder
elif [[ $(<"$fresh") != "$(</run/app/environment)" ]]; then
  echo "the environment has changed"
  systemctl try-restart app
fi
