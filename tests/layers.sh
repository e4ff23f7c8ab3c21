#!/bin/sh
# A folder of src may include headers of the folders before it in this list, never of those
# after it; a parser knows no other parser.
cd "$(dirname "$0")/.." || exit 2
layers='base syntax facts cel rules lint fix report cli'

# Prints the files that include a header they must not know.
above() {
	seen=
	for layer in $layers; do
		seen="$seen $layer"
		for other in $layers; do
			case " $seen " in
			*" $other "*) ;;
			*) grep -rn "^#include \"$other/" "src/$layer" ;;
			esac
		done
	done
	for parser in src/syntax/*/; do
		name=$(basename "$parser")
		grep -rn '^#include "syntax/' "$parser" | grep -v "\"syntax/$name/" | grep -v '"syntax/ast.h"'
	done
}

found=$(above)
[ -z "$found" ] && exit 0
printf 'these lines include what their layer must not know:\n%s\n' "$found"
exit 1
