import { expect, it } from 'vitest';
import { repositoryFiles } from './tracked-files.js';

const files = repositoryFiles();

/** Hosts that files may name. Registries are a setting of whoever installs, not of the project. */
const KNOWN_HOSTS = [
  'github.com',
  'json-schema.org',
  'learn.microsoft.com',
  'no-color.org',
  'vitest.dev',
  'www.apache.org',
  'docs.getdbt.com',
  'duckdb.org',
  'www.w3.org',
  'keepachangelog.com',
  'semver.org',
  'dbt-labs.github.io',
  'godatadriven.github.io',
  'schemas.microsoft.com',
  'schemas.openxmlformats.org',
];

/** Names that lead nowhere on purpose. */
const INVENTED = /(^|\.)(example|test|invalid|localhost)(\.(com|org|net))?$|^[a-z]$|^user$/;

/** This computer and networks that nobody reaches from outside; tests try other spellings of them. */
const PRIVATE = /^(127|10|169\.254)\.[\d.]+$|^0x7f000001$|^2130706433$/;

/** Where only the people who locked the dependencies appear. */
const LOCK_FILES = ['package-lock.json', 'requirements/dbt.lock'];

function found(pattern: RegExp, except: (path: string) => boolean = () => false): string[] {
  return files.flatMap(({ path, text }) =>
    except(path) ? [] : [...text.matchAll(pattern)].map(([match]) => `${path}: ${match}`),
  );
}

it('sees the repository', () => {
  expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['package.json', 'scripts/setup.mjs']));
});

it('names no folder of one computer', () => {
  const places = found(/(?<![\w.$)}*/-])\/(home|Users|root|work|mnt|private)\/[\w.-]+|\b[A-Z]:\\Users\\\w+/g, (path) =>
    path.startsWith('test/bootstrap/'),
  );
  expect(places).toEqual([]);
});

it('names no host but those that everybody knows', () => {
  const hosts = found(/\bhttps?:\/\/[\w.-]+/g, (path) => LOCK_FILES.includes(path));
  const strange = hosts.filter((place) => {
    const host = place.split('//')[1] ?? '';
    return !KNOWN_HOSTS.includes(host) && !INVENTED.test(host) && !PRIVATE.test(host);
  });
  expect(strange).toEqual([]);
});

it('locks packages without the address of a registry', () => {
  const lock = files.find(({ path }) => path === 'package-lock.json');
  expect([...(lock?.text ?? '').matchAll(/"resolved": "(?!packages\/|apps\/).*/g)].map(([line]) => line)).toEqual([]);
  const python = files.find(({ path }) => path === 'requirements/dbt.lock');
  expect(python?.text).not.toMatch(/^--(extra-)?index-url|^-i /m);
});

it('ends every text file with a line break', () => {
  const open = files.filter(({ text, path }) => text !== '' && !text.endsWith('\n') && !/\.(sql|snap)$/.test(path));
  expect(open.map(({ path }) => path)).toEqual([]);
});
