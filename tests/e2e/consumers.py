# SPDX-License-Identifier: Apache-2.0
"""Reads reports as those who take them in do. usage: consumers.py DIR FINDINGS ERRORS

DIR holds gitlab.json, checkstyle.xml and junit.xml of one run with that many findings and
errors.
"""

import json
import os
import sys
import xml.etree.ElementTree

import jsonschema
import junitparser

SCHEMAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "schemas")


def check(condition, what):
    if not condition:
        sys.exit(what)


def read_gitlab(path, total):
    with open(path, encoding="utf-8") as file:
        issues = json.load(file)
    with open(os.path.join(SCHEMAS, "gitlab-code-quality.json"), encoding="utf-8") as file:
        jsonschema.Draft7Validator(json.load(file)).validate(issues)
    check(len(issues) == total, f"gitlab: {len(issues)} issues")
    fingerprints = {issue["fingerprint"] for issue in issues}
    check(len(fingerprints) == len(issues), "gitlab: fingerprints are not unique")


def read_checkstyle(path, total):
    root = xml.etree.ElementTree.parse(path).getroot()
    check(root.tag == "checkstyle" and root.get("version"), "checkstyle: root")
    check({child.tag for child in root} <= {"file"}, "checkstyle: children of the root")
    errors = root.findall("file/error")
    check(len(errors) == total, f"checkstyle: {len(errors)} errors")
    for error in errors:
        check(error.get("severity") in ("error", "warning", "info", "ignore"), "checkstyle: severity")
        check(error.get("message") and error.get("source"), "checkstyle: message and source")
        check(int(error.get("line", "1")) > 0, "checkstyle: line")


def read_junit(path, findings, errors):
    suites = junitparser.JUnitXml.fromfile(path)
    cases = [case for suite in suites for case in suite]
    results = [type(result).__name__ for case in cases for result in case.result]
    check(len(cases) == (findings + errors or 1), f"junit: {len(cases)} tests")
    check(suites.tests == len(cases), "junit: number of tests")
    check(suites.failures == results.count("Failure"), "junit: number of failures")
    check(suites.errors == results.count("Error") == errors, "junit: number of errors")
    check(all(case.name and case.classname for case in cases), "junit: names")


def main():
    folder, findings, errors = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    read_gitlab(f"{folder}/gitlab.json", findings + errors)
    read_checkstyle(f"{folder}/checkstyle.xml", findings + errors)
    read_junit(f"{folder}/junit.xml", findings, errors)


main()
