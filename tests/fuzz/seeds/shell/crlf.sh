cat <<A <<\B; `x \`y\``
$1 @ ${a[1]:-b}
A
@
B
select x in 1; do !; done |& (( a ))