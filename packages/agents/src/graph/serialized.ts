import { z } from 'zod';

export const typedSchema = z.object({ type: z.string(), value: z.unknown() });
/** A value as LangGraph serialises it. JSON stays JSON, so that people can read it; the rest becomes base64. */
export type Typed = z.infer<typeof typedSchema>;

export const serialized = {
  fromBytes([type, bytes]: [string, Uint8Array]): Typed {
    const buffer = Buffer.from(bytes);
    return {
      type,
      value: type === 'json' ? (JSON.parse(buffer.toString('utf8')) as unknown) : buffer.toString('base64'),
    };
  },
  toBytes({ type, value }: Typed): [string, Uint8Array] {
    return [type, type === 'json' ? Buffer.from(JSON.stringify(value)) : Buffer.from(String(value), 'base64')];
  },
};
