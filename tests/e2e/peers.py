# SPDX-License-Identifier: Apache-2.0
"""Counts what other linters find, before and after gobelin's fixes.

usage: peers.py GOBELIN DIR PAGES TOOL...

DIR holds projects. gobelin fixes them all; no TOOL (hadolint, actionlint, zizmor, tally, by
its path) may have more findings of one kind in a file than before, nor fail to read one.

PAGES holds the pages of the rules. Of what hadolint finds in the Dockerfiles of their help, the
page must name the code: whoever follows the advice meets it next.
"""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile


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


# Of stages that a fragment leaves out, and of the one that it names without its FROM.
OF_FRAGMENTS = {"DL3006", "DL3022"}


def advice(pages):
    """The Dockerfiles in the help of each rule, completed to whole ones."""
    for page in sorted(pathlib.Path(pages).glob("GB*.md")):
        text = page.read_text()
        assert "\n## Examples\n" in text, page
        shown = text.split("\n## Examples\n")[0]
        for number, block in enumerate(re.findall(r"^```dockerfile\n(.*?)^```", shown, re.S | re.M)):
            if not re.search("^FROM ", block, re.M):
                block = "FROM scratch AS fragment\nWORKDIR /src\n" + block
            yield page.stem, shown, number, block


def unnamed(tool, pages):
    """What hadolint finds in advice whose page does not name the code."""
    with tempfile.TemporaryDirectory() as folder:
        shown = {}
        for rule, text, number, block in advice(pages):
            file = pathlib.Path(folder, f"{rule}-{number}.Dockerfile")
            file.write_text(block)
            shown[str(file)] = rule, text
        assert len(shown) > 50, "the pages show hardly any Dockerfile"
        named = 0
        for file, code in hadolint(tool, sorted(shown)):
            rule, text = shown[file]
            if code in text:
                named += 1
            elif code not in OF_FRAGMENTS:
                yield f"{rule} advises what {code} of hadolint forbids, and does not say so"
        print(f"# {len(shown)} Dockerfiles of advice, {named} findings that their pages name")


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
    gobelin, folder, pages, tools = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    silent = [line for tool in tools if tool.endswith("hadolint") for line in unnamed(tool, pages)]
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
    print("\n".join(silent), end="\n" if silent else "")
    sys.exit(1 if new or silent else 0)


main()
