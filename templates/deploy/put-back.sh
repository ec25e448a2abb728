#!/bin/bash
# Puts back what served before a deployment that failed: the version before, or the placeholder where there was none.
# install, start and validate run it. It leaves a version alone that has proven itself, and may run any number of times.
set -uo pipefail
seconds=180
deploy=$(dirname "$0")
cd /opt/app || exit 1
rm -rf next
begin=start
# `previous` stands as long as `current` has not proven itself; empty, it stands for the placeholder.
if [[ -d previous ]]; then
  begin=restart
  rm -rf current
  mv previous current
fi
if [[ -z $(ls -A current 2>/dev/null) ]]; then
  echo "there is no version before this one: the placeholder answers again"
  rm -rf current
  unit=placeholder.service
  systemctl disable --now app.service
else
  echo "putting the version before back"
  unit=app.service
  systemctl disable --now placeholder.service
fi
systemctl enable "$unit"
systemctl reset-failed "$unit" 2>/dev/null
systemctl "$begin" "$unit" || echo "$unit could not be started"
# What it answers is not what failed, and is not to be taken for it.
if "$deploy/healthy.sh" "$unit" "$seconds" >/dev/null; then
  echo "what served before serves again"
else
  echo "what served before is not well either"
fi
