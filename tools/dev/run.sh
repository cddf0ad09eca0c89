#!/usr/bin/env bash
# Build and start the server.
#
# ./dev run [OPTIONS OF attendant serve]
#
# With config/demo.yaml (loopback only) unless --config FILE is given; then also the page to talk to, with a development
# certificate that the browser will ask about, and a link to it, for one call, in the line "ready".
source tools/dev/common.sh

bash tools/dev/build.sh
if [[ " $* " != *" --config"* ]]; then
  set -- --config config/demo.yaml "$@"
  export ATTENDANT_TALK_LISTEN=${ATTENDANT_TALK_LISTEN-127.0.0.1:8443}
fi
exec build/attendant serve "$@"
