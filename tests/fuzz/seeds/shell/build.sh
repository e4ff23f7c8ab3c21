#!/bin/bash
set -euo pipefail
build() {
	local out="${1:-bin}" flags=(-v -trimpath)
	if [[ $out =~ ^(a|b)$ ]]; then
		cat <<-EOT | sed 's/x/y/' > "$out"
		x $(date +%s `id -u`) ${out#*'}'} @
		EOT
	elif ((out > 1)); then :; else exit 1; fi
}
for i in $(seq 3) *.go; do
	case $i in
	(a|b) build "$i" & ;;
	*) wait ;;&
	esac
done 2>&1
while read -r l; do echo "$((l + 1))" $'\t\u20ac'; done < <(go list ./...)
A=1 B+=2 c[3]=4 go \
  build -ldflags="-X 'm.v=$v'" ./... && { a; } || ( b; c ) # end
