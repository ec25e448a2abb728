#!/bin/bash
# ApplicationStart. Hands the port over from the placeholder to the app.
set -euo pipefail
echo "starting the app"
systemctl disable --now placeholder.service
systemctl enable app.service
systemctl reset-failed app.service || true
systemctl restart app.service
