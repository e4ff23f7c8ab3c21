before := b
$(eval evaluated := e)
uses_evaluated := $(evaluated)
after := a
before_again := $(before)$(after)
