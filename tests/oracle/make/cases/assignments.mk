recursive = $(later)
later = 1
simple := $(later)
later = 2
later2 := a
appended = a
appended += b
appended += $(later)
appended_simple := a
appended_simple += $(later)
later = 3
appended_none += x
conditional ?= first
conditional ?= second
posix ::= $(later)
override over = 1
over = 2
over += 3
export exported = e
define multi
a
b
endef
define one =
single $(later)
endef
define fixed :=
$(later)
endef
define appended_define
x
endef
define appended_define +=
y
endef
gone = 1
undefine gone
ifdef later
in_ifdef = yes
else
in_ifdef = no
endif
ifndef nothing
in_ifndef = yes
endif
ifeq ($(later),3)
in_ifeq = yes
else ifeq ($(later),4)
in_ifeq = four
else
in_ifeq = no
endif
ifneq "$(later)" '3'
in_ifneq = yes
else
in_ifneq = no
endif
empty =
ifdef empty
in_empty = defined
else
in_empty = undefined
endif
holds_empty = $(empty)
ifdef holds_empty
in_holds_empty = defined
endif
ifeq ($(strip $(empty) ),)
blank = yes
endif
ifeq (a, a)
blank_after_comma = yes
endif
ifeq (a ,a)
blank_before_comma = yes
else
blank_before_comma = no
endif
name = computed
$(name)_variable = c
prefix_$(name) := d
from_computed := $(computed_variable) $(prefix_computed)
one_letter = $l$(later)
l = letter
self := a
self := $(self) b
private hidden = h
  indented = i
with.dots-and-dashes = w
trailing_blank = a  
trailing_comment = a # c
in_quotes = 'a # b'
equals = a=b
colon := a:b
unset_reference = [$(nothing_sets_this)]
nothing_simple :=
nothing_simple += x
nothing_recursive =
nothing_recursive += x
nothing_expanded := $(empty)
nothing_expanded += x
nothing_referred = $(empty)
nothing_referred += x
nothing_appended = a
nothing_appended +=
nothing_appended += b
