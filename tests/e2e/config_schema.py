# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema of the configuration and gobelin agree. usage: config_schema.py GOBELIN SCHEMA

Each configuration is judged by both: what an editor marks is what gobelin refuses. What only
gobelin can know, such as which rules there are, is not in the schema and not here.
"""

import json
import os
import subprocess
import sys
import tempfile

import jsonschema
import yaml

RIGHT = [
    "",
    "{}",
    "select: [proxy, GB401]",
    "ignore: [phony-missing, GB9]\nfail-on: never",
    "severity: {goproxy-unset: error, layers: info}",
    "network: offline\nregion: cn",
    'private: [git.example.com, "*.corp.example.com"]\nproxies: ["https://goproxy.example.com", direct]',
    'images: [{image: registry.example.com/go, distro: debian, git: "yes"}]',
    'exclude: [third_party/, "*.generated.yaml"]\nrequire-reason: true',
    "overrides: [{paths: [build/], ignore: [GB503], severity: {layers: info}}]",
    "suppress: [{path: renovate.json, rule: GB906, reason: later, expires: '2999-01-31'}]",
    "suppress: [{path: renovate.json, rule: GB906, expires: 2999-01-31}]",
]
WRONG = [
    "[]",
    "a",
    "selct: [GB415]",
    "select: GB415",
    "select: [[GB415]]",
    "fail-on: 3",
    "fail-on: eror",
    "network: pubic",
    "network: [public]",
    "region: ''",
    "region: china",
    "region: CN",
    "private: git.example.com",
    "images: [{distro: debian}]",
    "images: [{image: x, dsitro: debian}]",
    "require-reason: maybe",
    "require-reason: 1",
    "severity: {layers: fatal}",
    "severity: [layers]",
    "overrides: [{ignore: [GB503]}]",
    "overrides: [{paths: [a], select: [GB503]}]",
    "suppress: [{path: a}]",
    "suppress: [{path: a, rule: GB906, expires: soon}]",
    "suppress: [{path: a, rule: GB906, expire: '2027-01-31'}]",
]


class Loader(yaml.SafeLoader):
    """Dates are text, as editors read them."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def main():
    gobelin, path = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    bad = 0
    with tempfile.TemporaryDirectory() as directory:
        os.mkdir(os.path.join(directory, ".git"))
        for text in RIGHT + WRONG:
            with open(os.path.join(directory, ".gobelin.yaml"), "w", encoding="utf-8") as file:
                file.write(text)
            run = subprocess.run([gobelin, "config"], cwd=directory, capture_output=True, text=True)
            value = yaml.load(text, Loader)
            verdicts = (run.returncode == 0, value is None or validator.is_valid(value), text in RIGHT)
            if len(set(verdicts)) != 1:
                bad += 1
                print(f"{text!r}: gobelin {verdicts[0]}, schema {verdicts[1]}, wanted {verdicts[2]}")
                print(run.stderr)
    known = {name for text in RIGHT if text for name in yaml.load(text, Loader)}
    for name in sorted(set(schema["properties"]) - known - {"extends", "rules"}):
        bad += 1
        print(f"no configuration here has {name}")
    sys.exit(bool(bad))


main()
