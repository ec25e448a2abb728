#!/bin/bash
# ApplicationStop. CodeDeploy runs the previous revision's copy of this file: it must never fail, or it would block
# every later deployment. Its time is shorter than the hook's, because being cut off counts as failing.
set -u
if systemctl cat app.service >/dev/null 2>&1; then
  echo "stopping the app"
  timeout 45 systemctl stop app.service || echo "the app could not be stopped; going on"
else
  echo "no app on this server yet"
fi
exit 0
