#!/usr/bin/env bash
# Build and start the server.
#
# ./dev run [OPTIONS OF attendant serve]
#
# With config/demo.yaml (loopback only) unless --config FILE is given.
source tools/dev/common.sh

bash tools/dev/build.sh
[[ " $* " == *" --config"* ]] || set -- --config config/demo.yaml "$@"
exec build/attendant serve "$@"
