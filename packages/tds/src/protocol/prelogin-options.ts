/** Options of PRELOGIN. Source: [MS-TDS] 2.2.6.5 */
export const PRELOGIN_OPTION = {
  version: 0x00,
  encryption: 0x01,
  instance: 0x02,
  threadId: 0x03,
  multipleResults: 0x04,
  end: 0xff,
} as const;

/** Source: [MS-TDS] 2.2.6.5, ENCRYPTION */
export const ENCRYPTION = { off: 0x00, on: 0x01, notSupported: 0x02, required: 0x03 } as const;

/** Options that a LOGIN7 may ask for. Source: [MS-TDS] 2.2.6.4, FeatureExt */
export const FEATURE = { utf8Support: 0x0a, end: 0xff } as const;
