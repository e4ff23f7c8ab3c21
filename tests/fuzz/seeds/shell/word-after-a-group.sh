function h { :; } é
for x é; do :; done
