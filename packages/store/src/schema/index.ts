export * from './money.js';
export * from './people.js';
export * from './work.js';
