import { writeFile } from 'node:fs/promises';
import type { Table } from '@datamigrate/catalog';
import type { Inventory } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Result } from '@datamigrate/foundation';
import { type Extracted, extractSource, type LoadEnvironment, readMasking } from '@datamigrate/sources';
import { cliDiagnostics } from '../../diagnostics.js';
import { watchInterrupts } from '../../engine/interrupts.js';
import { EXIT, type ExitCode } from '../../exit-code.js';
import { reasonOf } from '../../input/read-file.js';
import type { CommandContext } from '../../program/command-context.js';
import { logFor } from '../../program/common-options.js';
import type { ExtractOptions } from './command.js';
import { inventoryLines } from './inventory-lines.js';
import { type Landed, landSource } from './land.js';
import { profileLanded } from './profile-landed.js';

/** `extract SOURCE`: what it holds on stdout, its catalog in --out. */
export async function extract(source: string, options: ExtractOptions, { io }: CommandContext): Promise<ExitCode> {
  const log = logFor(options, io);
  const started = io.now().getTime();
  const note = (text: string) => log.event({ kind: 'note', level: 'warning', text });
  const interrupts = watchInterrupts(
    io,
    () => note('Stopping after the statement at hand. Ctrl-C again stops at once.'),
    () => log.end(),
  );
  try {
    const masking = options.mask === undefined ? undefined : await readMasking(options.mask, io.env);
    if (masking && !masking.ok) {
      log.diagnostic(masking.error);
      return EXIT.failed;
    }
    const environment: LoadEnvironment = {
      now: started,
      signal: interrupts.signal,
      sample: options.rows,
      masking: masking?.value,
      ...(options.data === undefined ? {} : { rows: { kind: 'folder', folder: options.data } }),
    };
    const say = (text: string) => log.event({ kind: 'note', level: 'info', text });
    const found: Result<Extracted & Partial<Landed>, Diagnostic> =
      options.land === undefined
        ? await extractSource(source, environment)
        : await landSource(source, options.land, environment, say);
    if (!found.ok) {
      log.diagnostic(found.error);
      return interrupts.signal.aborted ? EXIT.handled : EXIT.failed;
    }
    const { document, notes } = found.value;
    for (const diagnostic of notes) log.diagnostic(diagnostic);
    for (const gap of document.gaps.slice(0, MOST_GAPS)) note(gapText(gap));
    if (document.gaps.length > MOST_GAPS)
      note(`and ${document.gaps.length - MOST_GAPS} more: see "gaps" of the catalog`);
    const failed = options.out === undefined ? undefined : await write(options.out, found.value.document);
    if (failed) {
      log.diagnostic(failed);
      return EXIT.failed;
    }
    const unprofiled = await profiled(options, found.value);
    if (unprofiled) {
      log.diagnostic(unprofiled);
      return EXIT.failed;
    }
    const inventory = inventoryOf(found.value, options.out, io.now().getTime() - started);
    if (options.json) io.stdout.write(`${JSON.stringify(inventory, null, 2)}\n`);
    else for (const line of inventoryLines(inventory)) io.stdout.write(`${line}\n`);
    return EXIT.ok;
  } finally {
    log.end();
    interrupts.release();
  }
}

const MOST_GAPS = 20;

function gapText({ file, line, message, code }: Inventory['gaps'][number]): string {
  const place = [...(file === undefined ? [] : [file]), ...(line === undefined ? [] : [line])].join(':');
  return `${place === '' ? '' : `${place}: `}${message} [${code}]`;
}

async function profiled(
  { land, profile: file }: ExtractOptions,
  { document, landed }: Extracted & Partial<Landed>,
): Promise<Diagnostic | undefined> {
  if (land === undefined || file === undefined || !landed) return undefined;
  const profile = await profileLanded(land, document.catalog.tables as Table[]);
  return profile.ok ? write(file, profile.value) : profile.error;
}

async function write(file: string, document: object): Promise<Diagnostic | undefined> {
  try {
    await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
    return undefined;
  } catch (error) {
    return cliDiagnostics.create('cli-file-unwritable', { file, reason: reasonOf(error) });
  }
}

function inventoryOf(
  { document, objects, columns, rows, landed }: Extracted & Partial<Landed>,
  file: string | undefined,
  durationMs: number,
): Inventory {
  const { source, gaps, catalog } = document;
  const known = (catalog.sizes ?? []).flatMap(({ reservedKilobytes = [] }) => reservedKilobytes);
  return {
    schemaVersion: 1,
    source,
    objects,
    columns,
    rows,
    ...(known.length > 0 ? { reservedKilobytes: known.reduce((sum, size) => sum + size, 0) } : {}),
    gaps,
    ...(file === undefined ? {} : { file }),
    ...(landed ? { landed } : {}),
    durationMs,
  };
}
