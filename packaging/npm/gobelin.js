#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Runs the program of this machine that lies beside this file.
"use strict";
const { spawnSync } = require("node:child_process");
const { join } = require("node:path");

const program = join(__dirname, `gobelin-${process.platform}-${process.arch}`);
const { error, signal, status } = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (error) {
	console.error(`gobelin: there is no program for ${process.platform} on ${process.arch}: ${error.message}`);
	process.exit(2);
}
if (signal) process.kill(process.pid, signal);
process.exitCode = status;
