a = "tab\there \u00e9 \U0001f600 \"q\" $${X} %%{y} $ % $$"
b = <<EOT
  line
 other ${a
 } x
EOT
c = "%{ if x ~}a%{ else }b%{ endif }%{ for k, v in y }${~ k ~}%{ endfor }"
d = (1 + 2) * 3 - 4.5e-3 / x % 2
e = a::b(1, 2...)
f = [
  1,
  # c
  "x", /* in */
  true ? null : false
]
g = { (x) = 1, "y" = 2, 3 = 4
  true = false }
h = !x && -y > 3 || z <= 2
i = "${"a${"b"}"}"
j = x[*].y.0["z"].*.w
k = <<-EOT

      deep
  
    less
    EOT
l = {}
m = []
n = {for k, v in y : k => v... if v}
o = [for v in f(
  1,
  2) : v]
one { a = 1 }
empty {}
lab "x" y-z "w" {
}
