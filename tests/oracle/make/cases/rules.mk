.PHONY: all clean | dev
all: a.o b.o | out ; @echo first
	@echo second
a.o b.o: %.o: %.c common.h
	cc -c $< \
		-o $@
dev:
	-+@go build
	# a comment for the shell

	go test
clean::
	rm a
clean:: all
	rm b
all: extra
with\:colon: x
	echo $(@)
many targets here: one two
	echo
ifeq (1,1)
conditional: yes
	echo yes
else
conditional: no
	echo no
endif
specific: FLAGS = -O
specific: FLAGS += -g
specific: all
