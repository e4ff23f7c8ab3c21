cat <<A; cat <<-'B' 3<<"C D" | tee x
${a:-$(b <<E
in
E
)} \$c é
A
	$raw
	B
x
C D
cat <<< "$(( 1 + $(x) ))" && cat <<Z
no end