#!/usr/bin/env bash
# The wires of language models: the official clients against our server, a mock behind it.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
need_tools node npm python3
need_engines

clients() { tests/models/run >"$work/clients.txt"; local status=$?; tail -n 40 "$work/clients.txt"; return "$status"; }
check "the official clients read our server as they read the services" clients
finish
