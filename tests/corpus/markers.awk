# SPDX-License-Identifier: Apache-2.0
# Reads names of files, compares the findings in out/CASE/found with the markers, and adds what
# is missing or too much to out/CASE/faults. A case is `article/X`, `real-shapes/X/Y` or `rules/X/Y`.

function case_of(path, parts) {
	split(path, parts, "/")
	return parts[1] "/" parts[2] (parts[1] == "article" ? "" : "/" parts[3])
}

# The ids that a text begins with, each with a blank before it.
function ids_of(text, words, n, i, ids) {
	n = split(text, words, " ")
	for (i = 1; i <= n && words[i] ~ /^GB[0-9][0-9][0-9]$/; i++)
		ids = ids " " words[i]
	return ids
}

function add(name, place, ids, by, words, n, i) {
	n = split(ids, words, " ")
	for (i = 1; i <= n; i++) {
		count[name "\t" place " " words[i]] += by
	}
}

# A marker alone on its line speaks of the next line that has none.
function read_markers(file, name, path, line, at, pending, ids) {
	while ((getline line < file) > 0) {
		at++
		ids = match(line, /(#|\/\/) expect: /) ? ids_of(substr(line, RSTART + RLENGTH)) : ""
		if (ids != "" && substr(line, 1, RSTART - 1) ~ /^[ \t]*$/) {
			pending = pending ids
			continue
		}
		add(name, path ":" at, pending ids, 1)
		pending = ""
	}
	if (pending != "")
		add(name, path ":end", pending, 1)
	close(file)
}

# Files that have no comments: PATH:LINE ID... in `expected`.
function read_list(file, name, line, at) {
	while ((getline line < file) > 0) {
		at = index(line, " ")
		add(name, substr(line, 1, at - 1), substr(line, at), 1)
	}
	close(file)
}

function read_findings(name, file, line, parts) {
	file = out "/" name "/found"
	while ((getline line < file) > 0) {
		split(line, parts, ":")
		match(line, /\[GB[0-9][0-9][0-9] [a-z0-9-]*\]$/)
		add(name, parts[1] ":" parts[2], substr(line, RSTART + 1, 5), -1)
	}
	close(file)
}

{
	name = case_of($0)
	path = substr($0, length(name) + 2)
	if (!(name in seen)) {
		seen[name] = 1
		read_findings(name)
	}
	if (path == "expected")
		read_list($0, name)
	else
		read_markers($0, name, path)
}

END {
	for (key in count) {
		split(key, parts, "\t")
		if (count[key])
			print (count[key] > 0 ? "missing: " : "not marked: ") parts[2] >> (out "/" parts[1] "/faults")
	}
}
