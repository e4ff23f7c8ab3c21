# SPDX-License-Identifier: Apache-2.0
"""Prints what is in the program, as CycloneDX 1.6 has it. All of it is in meson's own files."""

import configparser
import json
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def project(path):
    """Name, version and licence that a meson.build gives its project."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        text = file.read()
    name = re.search(r"project\(\s*'([^']*)'", text).group(1)
    keys = {key: re.search(key + r": '([^']*)'", text).group(1) for key in ("version", "license")}
    return {
        "name": name,
        "version": keys["version"],
        "licenses": [{"license": {"id": keys["license"]}}],
    }


def library(name):
    wrap = configparser.ConfigParser()
    wrap.read(os.path.join(ROOT, "subprojects", name + ".wrap"))
    file = wrap["wrap-file"]
    component = project("subprojects/packagefiles/%s/meson.build" % name)
    owner, repository = file["source_url"].split("/")[3:5]
    purl = "pkg:github/%s/%s@%s" % (owner.lower(), repository.lower(), component["version"])
    component.update(
        {
            "type": "library",
            "bom-ref": purl,
            "purl": purl,
            "hashes": [{"alg": "SHA-256", "content": file["source_hash"]}],
            "externalReferences": [{"type": "distribution", "url": file["source_url"]}],
        }
    )
    return component


def main():
    program = dict(project("meson.build"), type="application")
    program["bom-ref"] = "gobelin@" + program["version"]
    libraries = [library(name) for name in ("cjson", "libyaml", "pcre2")]
    refs = [component["bom-ref"] for component in libraries]
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": program},
        "components": libraries,
        "dependencies": [{"ref": program["bom-ref"], "dependsOn": refs}],
    }
    print(json.dumps(bom, indent=2))


main()
