// SPDX-License-Identifier: Apache-2.0
// The annotations are those that GitHub's own library for actions writes.
// usage: node github_commands.mjs FOLDER_OF_ACTIONS_CORE REPORT.json ANNOTATIONS
import { readFileSync } from "node:fs";

const [folder, report, annotations] = process.argv.slice(2);
const core = await import(`${folder}/lib/core.js`);
const { findings, errors } = JSON.parse(readFileSync(report, "utf8"));

let written = "";
const write = process.stdout.write;
process.stdout.write = (text) => ((written += text), true);
for (const { rule, name, severity, message, help, path, start, end } of findings) {
	const place = { title: `${rule} ${name}`, file: path, startLine: start.line, endLine: end.line };
	if (start.line === end.line) {
		place.startColumn = start.column;
		place.endColumn = end.column;
	}
	const tell = { error: core.error, warning: core.warning, info: core.notice }[severity];
	tell(`${message}\nhelp: ${help}`, place);
}
for (const { path, message } of errors) core.error(message, { file: path });
process.stdout.write = write;

// Their properties come in another order; what is escaped holds no comma.
const lines = (text) =>
	text.split(/\r?\n/).map((line) => {
		const [, command, properties, message] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [line, line, "", ""];
		return [command, ...properties.split(",").sort(), message].join(" ");
	});
const wanted = lines(written);
const got = lines(readFileSync(annotations, "utf8"));
const differences = wanted.map((line, i) => (line === got[i] ? "" : `- ${line}\n+ ${got[i]}\n`)).join("");
if (wanted.length !== got.length || differences || findings.length === 0) {
	console.log(`${got.length} lines, ${wanted.length} wanted\n${differences}`);
	process.exit(1);
}
