a=\
 "y z"
