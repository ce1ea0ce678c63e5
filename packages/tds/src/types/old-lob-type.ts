import { plain } from '@datamigrate/catalog';
import { TYPE } from '../protocol/type-tokens.js';
import type { ByteReader } from '../wire/byte-reader.js';
import { bytesOf } from './binary-type.js';
import { decodeText, encodeText } from './code-page-text.js';
import { collationBytes, isUtf8 } from './collation-bytes.js';
import { misfit, type ReadType, type WireType } from './wire-type.js';

type LobName = 'text' | 'ntext' | 'image';

const LARGEST: Readonly<Record<LobName, number>> = { text: 0x7fff_ffff, ntext: 0x7fff_fffe, image: 0x7fff_ffff };
const NULL_LOB = 0xffff_ffff;

/** A pointer to the value and the time of its last change; clients pass over both. */
const POINTER = Buffer.concat([Buffer.from([16]), Buffer.from('dummy textptr\0\0\0', 'latin1'), Buffer.alloc(8)]);

/** text, ntext and image. Their columns name a table; for an expression it has no parts. */
export function oldLobType(name: LobName, collation: string): WireType {
  const codes = collationBytes(collation);
  return {
    writeInfo(out) {
      out.uint8(TYPE[name]).uint32(LARGEST[name]);
      if (name !== 'image') out.bytes(codes);
      out.uint8(1).text('');
    },
    write(out, value) {
      if (value === null) {
        out.uint8(0);
        return;
      }
      const bytes = name === 'image' ? bytesOf(value) : textBytes(value, name, isUtf8(codes));
      out.bytes(POINTER).uint32(bytes.length).bytes(bytes);
    },
  };
}

function textBytes(value: Parameters<WireType['write']>[1], name: LobName, utf8: boolean): Uint8Array {
  if (typeof value !== 'string') misfit(value, name);
  return name === 'ntext' ? Buffer.from(value, 'utf16le') : encodeText(value, utf8);
}

/** As a parameter the value comes without a pointer. */
export function readOldLob(reader: ByteReader, name: LobName): ReadType {
  reader.uint32();
  const utf8 = name !== 'image' && isUtf8(reader.bytes(5));
  return {
    type: plain(name),
    read(values) {
      const length = values.uint32();
      if (length === NULL_LOB) return null;
      const bytes = values.bytes(length);
      if (name === 'image') return Uint8Array.from(bytes);
      return name === 'ntext' ? bytes.toString('utf16le') : decodeText(bytes, utf8);
    },
  };
}
