if a (b; then
}; ;; $(( 1 + ) "${x:-