#!/bin/bash
# What the app may use of this server's memory: all but the 200 MiB that the system, its agents and nginx need, and at
# least three fifths of a small server. Found at every start, because the instance type may have changed.
set -euo pipefail
total=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
limit=$((total - 200))
((limit > total * 3 / 5)) || limit=$((total * 3 / 5))
echo "$limit" >/run/app/memory
chmod 0644 /run/app/memory
systemctl set-property --runtime app.service "MemoryMax=${limit}M"
