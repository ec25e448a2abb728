#!/bin/bash
# The end of what the app said since it was installed, short enough for what CodeDeploy keeps of a script's output: the
# last 2048 characters. A cause often stands far above the end of a long stack trace, so it is looked for first.
set -uo pipefail
since=$(stat --format %Y /opt/app/current 2>/dev/null || echo 0)
words=$(journalctl --unit app.service --since "@$since" --lines 500 --no-pager --output cat | cut -c -160)
causes='OutOfMemory|out of memory|oom-kill|OOM killer|UnsupportedClassVersion|jarfile|manifest|Address already in use|EADDRINUSE|already in use'
causes+='|Connection to .* refused|ECONNREFUSED|authentication failed|Access denied|Communications link|Caused by'
grep -E "$causes" <<<"$words" | tail -n 4 | tail -c 500
tail -n 8 <<<"$words" | tail -c 900
# In a container the kernel's kill shows as 137 alone.
if grep -Eqi 'OutOfMemoryError|oom-kill|OOM killer|heap out of memory|status=137' <<<"$words"; then
  echo "the app ran out of memory"
fi
exit 0
