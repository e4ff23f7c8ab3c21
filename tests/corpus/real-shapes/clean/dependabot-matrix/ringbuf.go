package ringbuf
