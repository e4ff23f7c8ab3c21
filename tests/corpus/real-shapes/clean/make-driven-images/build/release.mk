.PHONY: release
release: clean all
	tar -C bin -czf bin/relay-$(VERSION).tar.gz $(COMMANDS)
	cd bin && sha256sum *.tar.gz > SHA256SUMS
