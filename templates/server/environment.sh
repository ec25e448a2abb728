#!/bin/bash
# Writes what the app finds in its environment: /run is memory, the file is for root alone, and systemd hands it over.
set -euo pipefail
/opt/deploy-wizard/parameters
value() { jq -r --arg name "$1" '.[$name] // ""' /run/app/parameters.json; }
secret='{}' arn=$(value database-secret)
if [[ $arn ]]; then
  secret=$(aws secretsmanager get-secret-value --secret-id "$arn" --query SecretString --output text)
fi
umask 077
# The secret goes through a pipe: process arguments can be read by everybody.
jq -r --slurpfile parameters /run/app/parameters.json -f /opt/deploy-wizard/environment.jq \
  <<<"$secret" >/run/app/environment.new
mv /run/app/environment.new /run/app/environment
cut -d= -f1 /run/app/environment >/run/app/names
chmod 0644 /run/app/names
