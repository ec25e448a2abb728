#!/bin/bash
# Fetches this deployment's values from Parameter Store into /run/app/parameters.json, without the path in the names.
# "-" stands for none there. Fresh roles and parameters may be unknown for minutes, hence the patience.
set -euo pipefail
seconds=${1:-300}
mkdir -p /run/app
fresh=/run/app/parameters.$$
trap 'rm -f "$fresh"' EXIT
until aws ssm get-parameters-by-path --path "/deploy-wizard/$APP/$ENVIRONMENT" --output json |
  jq -s '[.[0].Parameters[] | select(.Value != "-") | {(.Name | split("/") | last): .Value}] | add
    | if .runtime and .port and .entry then . else error("parameters are missing") end' >"$fresh"; do
  ((SECONDS < seconds)) || { echo "gave up on the parameters of $APP/$ENVIRONMENT after $SECONDS s"; exit 1; }
  sleep 10
done
mv "$fresh" /run/app/parameters.json
