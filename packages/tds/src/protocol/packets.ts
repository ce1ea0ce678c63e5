/** Packet types. Source: [MS-TDS] 2.2.3.1.1 */
export const PACKET = {
  sqlBatch: 0x01,
  rpc: 0x03,
  tabularResult: 0x04,
  attention: 0x06,
  bulkLoad: 0x07,
  transactionManager: 0x0e,
  login7: 0x10,
  prelogin: 0x12,
} as const;

/** Status bits of a packet's header. Source: [MS-TDS] 2.2.3.1.2 */
export const STATUS = {
  endOfMessage: 0x01,
  ignore: 0x02,
  resetConnection: 0x08,
  resetConnectionKeepTransaction: 0x10,
} as const;

export const HEADER_LENGTH = 8;

/** Source: [MS-TDS] 2.2.6.4, PacketSize, and 2.2.3.1.3 */
export const PACKET_SIZE = { default: 4096, smallest: 512, largest: 32_767 } as const;
