/** Tokens of a response. Source: [MS-TDS] 2.2.7 */
export const TOKEN = {
  returnStatus: 0x79,
  colMetadata: 0x81,
  error: 0xaa,
  info: 0xab,
  returnValue: 0xac,
  loginAck: 0xad,
  featureExtAck: 0xae,
  row: 0xd1,
  nullBitmapRow: 0xd2,
  envChange: 0xe3,
  done: 0xfd,
  doneProc: 0xfe,
  doneInProc: 0xff,
} as const;

/** Source: [MS-TDS] 2.2.7.6, Status */
export const DONE_STATUS = { more: 0x01, error: 0x02, inTransaction: 0x04, count: 0x10, attention: 0x20 } as const;

/** Source: [MS-TDS] 2.2.7.9, Type */
export const ENV_CHANGE = {
  database: 1,
  language: 2,
  packetSize: 4,
  collation: 7,
  beginTransaction: 8,
  commitTransaction: 9,
  rollbackTransaction: 10,
  resetAcknowledged: 18,
} as const;

/** Source: [MS-TDS] 2.2.6.7, RequestType */
export const TRANSACTION_REQUEST = { begin: 5, commit: 7, rollback: 8, save: 9 } as const;

/** Source: [MS-TDS] 2.2.6.6, ProcID */
export const PROCEDURE_ID: Readonly<Record<number, string | undefined>> = {
  1: 'sp_cursor',
  2: 'sp_cursoropen',
  3: 'sp_cursorprepare',
  4: 'sp_cursorexecute',
  5: 'sp_cursorprepexec',
  6: 'sp_cursorunprepare',
  7: 'sp_cursorfetch',
  8: 'sp_cursoroption',
  9: 'sp_cursorclose',
  10: 'sp_executesql',
  11: 'sp_prepare',
  12: 'sp_execute',
  13: 'sp_prepexec',
  14: 'sp_prepexecrpc',
  15: 'sp_unprepare',
};
