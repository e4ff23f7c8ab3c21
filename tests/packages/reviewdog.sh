#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=tests/packages/common.sh
# reviewdog reads the reports that are for it. usage: reviewdog.sh GOBELIN; prints TAP.
. "$ROOT/tests/packages/common.sh"
command -v go >/dev/null || skip_all "there is no go"
if [ ! -e "$TOOLS/go/reviewdog" ]; then
	GOBIN=$TOOLS/go go install github.com/reviewdog/reviewdog/cmd/reviewdog@v0.21.0 \
		>"$work/log" 2>&1 || skip_all "go cannot install reviewdog: $(tail -n 1 "$work/log")"
fi
PATH=$TOOLS/go:$PATH
expect 0 "the reports are read" env CONSUMERS_DIR="$TOOLS/consumers" \
	sh "$ROOT/tests/e2e/consumers.sh" "$1" "$ROOT"
says 'reviewdog reads rdjson' "in its own format"
says 'reviewdog reads checkstyle' "as Checkstyle has it"
finish
