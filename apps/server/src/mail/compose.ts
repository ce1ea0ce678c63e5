import { randomUUID } from 'node:crypto';
import type { Mail } from './mail-port.js';

/** RFC 5322, text as base64 so that no line of it can be taken for a header or an end. */
export function composed({ to, subject, text }: Mail, from: string, now: Date): string {
  const body = Buffer.from(text, 'utf8').toString('base64').replace(/.{76}/g, '$&\r\n');
  return [
    `From: ${oneLine(from)}`,
    `To: ${oneLine(to)}`,
    `Subject: =?utf-8?B?${Buffer.from(oneLine(subject)).toString('base64')}?=`,
    `Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@datamigrate>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    body,
    '',
  ].join('\r\n');
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}
