#!/usr/bin/env bash
# Build the server: build/attendant.
#
# ./dev build [TARGET...]
#
# Installs what is missing (as root), configures and compiles. With targets, those instead of `attendant`.
source tools/dev/common.sh

need build
configure release
if (($#)); then
  compile "compiling $*" "$@"
else
  compile "compiling attendant" attendant
  say "build/attendant is ready; ./dev run starts it, ./dev demo shows it"
fi
