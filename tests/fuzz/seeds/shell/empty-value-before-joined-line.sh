a=\
 "y z"
b=\

