import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { jsonSchemaFiles } from './documents.js';

const folder = fileURLToPath(new URL('../schemas/', import.meta.url));
const files = jsonSchemaFiles();

it('has a JSON Schema file for each document and no other', () => {
  expect(readdirSync(folder).sort()).toEqual([...files.keys()].sort());
});

it.each([...files])('%s is up to date (packages/contracts/scripts/write-schemas.mjs writes it)', (name, text) => {
  expect(JSON.parse(readFileSync(folder + name, 'utf8'))).toEqual(JSON.parse(text));
});
