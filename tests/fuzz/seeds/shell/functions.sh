f() { local a=$1 b; return 0; }
function g ( ( x ) )
function h { :; } >&2
f a; g && ! h || time -p X=1 f b &
coproc N { y; }
until [ -f x ]; do sleep 1; done < /dev/null &> log
if ! a; then b; elif c; then d; else e; fi 2>&- | (f) >&3
select x; do break; done
