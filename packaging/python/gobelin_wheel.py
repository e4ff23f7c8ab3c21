# SPDX-License-Identifier: Apache-2.0
"""Makes a wheel that carries the program gobelin: a build backend as PEP 517 has it.

From the sources meson builds the program. Where there is no C compiler, one comes from PyPI;
libraries that the machine lacks are built along (subprojects/*.wrap).

With --config-setting=binary=FILE a wheel is made of a program that is there already, with
--config-setting=platform=TAG for another platform than this one.
"""

import base64
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as file:
        return file.read()


def meson_string(name):
    """The value of a string in meson.build: its version, its licence."""
    return re.search(r"^ *%s: '([^']*)'" % name, read("meson.build"), re.M).group(1)


def homepage():
    """Where the project lives; empty where meson_options.txt names no place."""
    return re.search(r"^option\('homepage'.* value: '([^']*)'", read("meson_options.txt"), re.M).group(1)


def metadata():
    lines = [
        "Metadata-Version: 2.4",
        "Name: gobelin",
        "Version: " + meson_string("version"),
        "Summary: Checks the files that decide how Go programs are built",
        "License-Expression: " + meson_string("license"),
        "License-File: LICENSE",
        "Requires-Python: >=3.8",
        "Keywords: go,linter,dockerfile,makefile,github-actions,renovate",
        "Description-Content-Type: text/markdown",
    ]
    if homepage():
        lines.append("Project-URL: Homepage, " + homepage())
    return "\n".join(lines) + "\n\n" + read("README.md")


def platform_tag(settings):
    """One tag, or several with dots between them."""
    return settings.get("platform") or re.sub(r"[-.]", "_", sysconfig.get_platform())


def has_compiler():
    if os.environ.get("CC"):
        return True
    return any(shutil.which(name) for name in ("cc", "gcc", "clang"))


def get_requires_for_build_wheel(config_settings=None):
    if (config_settings or {}).get("binary"):
        return []
    return ["meson>=1.3", "ninja"] + ([] if has_compiler() else ["ziglang"])


def get_requires_for_build_sdist(config_settings=None):
    return []


def compiler_environment():
    env = dict(os.environ)
    if not has_compiler():
        zig = shlex.quote(sys.executable) + " -m ziglang "
        env.update(CC=zig + "cc", AR=zig + "ar", RANLIB=zig + "ranlib")
    return env


def build_program(build_dir):
    """Builds the program; returns its path."""
    options = ["--buildtype=release", "--default-library=static", "-Dtests=disabled", "--strip"]
    for command in (
        ["setup", build_dir, ROOT] + options,
        ["compile", "-C", build_dir, "gobelin:executable"],
    ):
        subprocess.run(
            [sys.executable, "-m", "mesonbuild.mesonmain"] + command,
            env=compiler_environment(),
            stdout=sys.stderr,
            check=True,
        )
    return os.path.join(build_dir, "src", "cli", "gobelin")


class Wheel:
    """A zip file whose bytes depend on nothing but what is put in."""

    def __init__(self, path):
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        epoch = int(os.environ.get("SOURCE_DATE_EPOCH", 0))
        self.date = max(time.gmtime(epoch)[:6], (1980, 1, 1, 0, 0, 0))
        self.record = []

    def add(self, name, data, mode=0o644):
        info = zipfile.ZipInfo(name, self.date)
        info.external_attr = (0o100000 | mode) << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        self.zip.writestr(info, data)
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        self.record.append("%s,sha256=%s,%d" % (name, digest, len(data)))

    def close(self, record_name):
        self.record.append(record_name + ",,")
        self.add(record_name, ("\n".join(self.record) + "\n").encode())
        self.zip.close()


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    settings = config_settings or {}
    name = "gobelin-" + meson_string("version")
    info = name + ".dist-info/"
    tag = "py3-none-" + platform_tag(settings)
    with tempfile.TemporaryDirectory() as build_dir:
        program = settings.get("binary") or build_program(build_dir)
        with open(program, "rb") as file:
            data = file.read()
    tags = "".join("Tag: py3-none-%s\n" % one for one in platform_tag(settings).split("."))
    filename = "%s-%s.whl" % (name, tag)
    wheel = Wheel(os.path.join(wheel_directory, filename))
    wheel.add(name + ".data/scripts/gobelin", data, 0o755)
    wheel.add(info + "METADATA", metadata().encode())
    wheel.add(
        info + "WHEEL",
        ("Wheel-Version: 1.0\nGenerator: gobelin\nRoot-Is-Purelib: false\n" + tags).encode(),
    )
    wheel.add(info + "licenses/LICENSE", read("LICENSE").encode())
    wheel.close(info + "RECORD")
    return filename


def build_sdist(sdist_directory, config_settings=None):
    """The committed files, as git has them."""
    name = "gobelin-" + meson_string("version")
    with tempfile.TemporaryDirectory() as directory:
        info = os.path.join(directory, "PKG-INFO")
        with open(info, "w", encoding="utf-8") as file:
            file.write(metadata())
        archive = os.path.join(os.path.abspath(sdist_directory), name + ".tar.gz")
        subprocess.run(
            ["git", "-C", ROOT, "archive", "--output", archive, "--prefix", name + "/"]
            + ["--add-file", info, "HEAD"],
            check=True,
        )
    return name + ".tar.gz"
