// SPDX-License-Identifier: Apache-2.0
// Reads {"kind", "text"} per line and writes, per line, the value as {"kind", "text",
// "children"}, or {"kind": "rejected"}. Run where json5 and jsonc-parser are installed.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(process.cwd() + '/');
const JSON5 = require('json5');
const jsonc = require('jsonc-parser');

const rejected = { kind: 'rejected' };

function readJSONC(text) {
  const errors = [];
  const root = jsonc.parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  if (errors.length > 0 || root === undefined) throw new SyntaxError();
  return jsonc.getNodeValue(root);
}

// RFC 8259, section 8.1: a reader may ignore a byte order mark. gobelin does; JSON5 has it as a blank.
const unmarked = (read) => (text) => read(text.replace(/^\uFEFF/, ''));
const readers = { json: unmarked(JSON.parse), jsonc: unmarked(readJSONC), json5: JSON5.parse };

function describe(value) {
  if (value === null) return { kind: 'null' };
  if (Array.isArray(value)) return { kind: 'sequence', children: value.map(describe) };
  if (typeof value !== 'object') return { kind: typeof value, text: String(value) };
  const pair = ([key, item]) => ({ kind: 'pair', text: key, children: [describe(item)] });
  return { kind: 'mapping', children: Object.entries(value).map(pair) };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { kind, text } = JSON.parse(line);
  let answer = rejected;
  try {
    answer = describe(readers[kind](text));
  } catch {
    // rejected
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
