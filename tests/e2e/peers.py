# SPDX-License-Identifier: Apache-2.0
"""Counts what other linters find, before and after gobelin's fixes.

usage: peers.py GOBELIN DIR TOOL...

DIR holds projects. gobelin fixes them all; no TOOL (hadolint, actionlint, zizmor, tally, by
its path) may have more findings of one kind in a file than before, nor fail to read one.
"""

import collections
import json
import os
import pathlib
import subprocess
import sys


ACCEPTED = {
    # Two RUN in a row, in layers of their own: a download must not be repeated with what follows.
    ("hadolint", "DL3059"),
    # Packages of a distribution without their version, which is known to its servers alone.
    ("hadolint", "DL3008"),
    ("hadolint", "DL3018"),
}


def report(*command):
    """What the tool prints as JSON, whatever status it ends with."""
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return json.loads(result.stdout)
    except json.JSONDecodeError:
        sys.exit(f"{command[0]} reports nothing: {result.stderr[-2000:]}")


def hadolint(tool, files):
    dockerfiles = [file for file in files if pathlib.PurePath(file).name.endswith("Dockerfile")]
    for finding in report(tool, "--no-fail", "-f", "json", *dockerfiles):
        yield finding["file"], finding["code"]


def actionlint(tool, files):
    workflows = [file for file in files if "/.github/workflows/" in file]
    options = ["-shellcheck=", "-pyflakes=", "-no-color", "-format", "{{json .}}"]
    for finding in report(tool, *options, *workflows):
        yield finding["filepath"], finding["kind"]


def zizmor(tool, files):
    workflows = [file for file in files if "/.github/workflows/" in file]
    options = ["--offline", "--no-exit-codes", "--no-progress", "--format", "json"]
    for finding in report(tool, *options, *workflows):
        yield finding["locations"][0]["symbolic"]["key"]["Local"]["verbatim_path"], finding["ident"]


def tally(tool, files):
    dockerfiles = [file for file in files if pathlib.PurePath(file).name.endswith("Dockerfile")]
    options = ["lint", "--format", "json", "--fail-level", "none"]
    for file in report(tool, *options, *dockerfiles)["files"]:
        for violation in file["violations"]:
            yield file["file"], violation["rule"]


PEERS = {peer.__name__: peer for peer in (hadolint, actionlint, zizmor, tally)}


def count(tools, files):
    counts = collections.Counter()
    for tool in tools:
        name = pathlib.PurePath(tool).name
        before = sum(counts.values())
        for file, code in PEERS[name](tool, files):
            counts[name, os.path.relpath(file), code] += 1
        print(f"# {name}: {sum(counts.values()) - before} findings")
    return counts


def main():
    gobelin, folder, tools = sys.argv[1], sys.argv[2], sys.argv[3:]
    os.chdir(folder)
    projects = sorted(os.listdir("."))
    files = sorted(str(file.absolute()) for file in pathlib.Path(".").rglob("*") if file.is_file())
    before = count(tools, files)
    if not before:
        sys.exit("no tool finds anything in the bad examples")
    for project in projects:
        (pathlib.Path(project) / ".git").mkdir(exist_ok=True)
        status = subprocess.run(
            [gobelin, "fix", "--unsafe", "--quiet", "--fail-on", "never", project], check=False
        ).returncode
        if status:
            sys.exit(f"{project}: gobelin fix ends with {status}")
    after = count(tools, files)
    new = sorted((key, n - before[key]) for key, n in after.items() if n > before[key] and (key[0], key[2]) not in ACCEPTED)
    for (tool, file, code), n in new:
        print(f"{file}: {n} more of {code} ({tool})")
    sys.exit(1 if new else 0)


main()
