# SPDX-License-Identifier: Apache-2.0
# Takes the fenced blocks out of a Markdown file: block N goes to DIR/N, and its number, line
# and info string ("sh exit=1") to standard output. usage: awk -v dir=DIR -f docs.awk FILE

function backticks(line) {
	match(line, /^ *`+/)
	return RSTART ? RLENGTH : 0
}

!fence && /^ *```/ {
	fence = backticks($0)
	info = substr($0, fence + 1)
	n++
	print n, NR, info
	file = dir "/" n
	printf "" >file
	next
}

fence && /^ *`+ *$/ && backticks($0) >= fence {
	fence = 0
	close(file)
	next
}

fence { print >file }
