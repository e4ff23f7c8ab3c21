#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# shellcheck source=tests/packages/common.sh
# What `./dev` asks of each package manager on a machine that has nothing: a program in PATH stands
# in for the manager and writes down what it is told. usage: managers.sh GOBELIN; prints TAP.
. "$ROOT/tests/packages/common.sh"
mkdir "$work/tree" "$work/bare"
cp "$ROOT/dev" "$work/tree"
for tool in sh cat cut dirname env grep head id ln mkdir mktemp rm sed sort tail tr uname; do
	place=$(command -v "$tool") && ln -s "$place" "$work/bare/$tool"
done
printf '#!/bin/sh\nexec "$@"\n' >"$work/bare/sudo"
printf '#!/bin/sh\n' >"$work/bare/works"
printf '#!/bin/sh\nexit 1\n' >"$work/bare/fails"
chmod 755 "$work"/bare/sudo "$work"/bare/works "$work"/bare/fails

# machine MANAGER: a PATH with that manager alone. It brings the tools of a build, the libraries not.
machine() {
	rm -rf "$work/machine"
	mkdir "$work/machine"
	cat >"$work/machine/$1" <<TEXT
#!/bin/sh
echo "$1 \$*" >>'$work/asked'
for name in "\$@"; do
	case \$name in
	gcc | llvm) ln -s '$work/bare/works' '$work/machine/cc' ;;
	meson) ln -s '$work/bare/works' '$work/machine/meson' ;;
	ninja | ninja-build) ln -s '$work/bare/works' '$work/machine/ninja' ;;
	samurai) ln -s '$work/bare/works' '$work/machine/samu' ;;
	pkg-config | pkgconf*) ln -s '$work/bare/fails' '$work/machine/pkg-config' ;;
	esac
done 2>/dev/null
exit 0
TEXT
	chmod 755 "$work/machine/$1"
}

# asks MANAGER LINE...: `./dev build` tells the manager these lines, and says what did not come.
asks() {
	manager=$1
	shift
	machine "$manager"
	: >"$work/asked"
	expect 2 "$manager: it ends where nothing came" \
		env -i PATH="$work/machine:$work/bare" TMPDIR="$work" sh "$work/tree/dev" build
	says 'dev: still missing: yaml-0.1 libpcre2-8 libcjson$' "$manager: it says what is missing"
	printf "$manager %s\n" "$@" | diff - "$work/asked" >"$work/log"
	result $? "$manager: it asks for what it needs"
}
asks apt-get "update -qq" \
	"install -y -qq --no-install-recommends gcc libc6-dev meson ninja-build pkg-config" \
	"update -qq" "install -y -qq --no-install-recommends libyaml-dev libpcre2-dev libcjson-dev"
asks dnf "install -y -q gcc meson ninja-build pkgconf-pkg-config" \
	"install -y -q pkgconfig(yaml-0.1) pkgconfig(libpcre2-8) pkgconfig(libcjson)"
asks apk "add -q gcc musl-dev meson samurai pkgconf" "add -q yaml-dev pcre2-dev cjson-dev"
asks brew "install -q llvm meson ninja pkgconf" "install -q libyaml pcre2 cjson"

rm -rf "$work/machine"
expect 2 "no manager" env -i PATH="$work/bare" TMPDIR="$work" sh "$work/tree/dev" build
says 'dev: no apt, dnf, apk or brew here; please install .* cc meson ninja pkg-config$' \
	"it says what to install by hand"
finish
