#!/bin/bash
# Writes what the app finds in its environment: /run is memory, the file is for root alone, and systemd hands it over.
set -euo pipefail
target=${1:-/run/app/environment}
fresh=/run/app/environment.fresh
value() { jq -r --arg name "$1" '.[$name] // ""' /run/app/parameters.json; }
if [[ $target != "$fresh" && -e $fresh ]]; then
  # The refresh looked it up just now, so its restart cannot fail on a second look-up.
  umask 077
  cp "$fresh" "$target.new"
else
  /opt/deploy-wizard/parameters
  secret='{}' arn=$(value database-secret)
  if [[ $arn ]]; then
    secret=$(aws secretsmanager get-secret-value --secret-id "$arn" --query SecretString --output text)
  fi
  umask 077
  # The secret goes through a pipe: process arguments can be read by everybody.
  jq -r --slurpfile parameters /run/app/parameters.json -f /opt/deploy-wizard/environment.jq \
    <<<"$secret" >"$target.new"
  [[ -s $target.new ]]
fi
mv "$target.new" "$target"
[[ $target != "$fresh" ]] || exit 0
cut -d= -f1 "$target" >/run/app/names
chmod 0644 /run/app/names
