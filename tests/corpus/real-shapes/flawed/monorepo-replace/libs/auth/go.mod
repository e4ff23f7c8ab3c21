module example.com/mono/libs/auth

go 1.26.0
