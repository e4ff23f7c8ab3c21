target "a" {
  args = {
    A = "open
  }
  b = [1, 2
  c = "${x"
  d = "\q"
}
} stray
x = 
y = 1 2
z = f(1
a "b" = 3
"q" {}
a = 1
a = 2
h = <<
