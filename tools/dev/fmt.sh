#!/usr/bin/env bash
# Format all C++ sources.
#
# ./dev fmt
source tools/dev/common.sh

need lint
sources | xargs -r clang-format-19 -i
