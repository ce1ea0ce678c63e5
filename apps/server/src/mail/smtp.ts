import { connect as connectPlain, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls } from 'node:tls';
import { composed } from './compose.js';
import type { MailPort } from './mail-port.js';

const TIMEOUT_MS = 20_000;

/** A small client: one connection for each mail, STARTTLS where it is offered, PLAIN where a user is given. RFC 5321. */
export function smtpMail(address: string, from: string): MailPort {
  const url = new URL(address);
  return {
    async send(mail) {
      const dialogue = await openDialogue(url);
      try {
        await dialogue.expect(220);
        let offers = await dialogue.say(`EHLO ${hostname()}`, 250);
        if (url.protocol === 'smtp:' && /STARTTLS/i.test(offers)) {
          await dialogue.say('STARTTLS', 220);
          await dialogue.secure(url.hostname);
          offers = await dialogue.say(`EHLO ${hostname()}`, 250);
        }
        if (url.username !== '') {
          // In clear only to this computer.
          if (!dialogue.isSecure() && !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) {
            throw new Error('the mail server offers no TLS, so the password was not sent');
          }
          const plain = `\0${decodeURIComponent(url.username)}\0${decodeURIComponent(url.password)}`;
          await dialogue.say(`AUTH PLAIN ${Buffer.from(plain).toString('base64')}`, 235);
        }
        await dialogue.say(`MAIL FROM:<${addressIn(from)}>`, 250);
        await dialogue.say(`RCPT TO:<${addressIn(mail.to)}>`, 250);
        await dialogue.say('DATA', 354);
        await dialogue.say(`${composed(mail, from, new Date()).replace(/^\./gm, '..')}\r\n.`, 250);
        await dialogue.say('QUIT', 221).catch(() => '');
      } finally {
        dialogue.end();
      }
    },
    async close() {},
  };
}

function addressIn(text: string): string {
  const [, inner] = /<([^<>]+)>/.exec(text) ?? [];
  return (inner ?? text).replace(/[\s<>]/g, '');
}

async function openDialogue(url: URL) {
  const isTls = url.protocol === 'smtps:';
  const port = Number(url.port || (isTls ? 465 : 25));
  const host = url.hostname.replace(/^\[|\]$/g, '');
  let socket: Socket = isTls ? connectTls({ host, port, servername: host }) : connectPlain({ host, port });
  let secured = isTls;
  let text = '';
  let failed: Error | undefined;
  let wake = () => {};
  const listen = () => {
    socket
      .setEncoding('utf8')
      .setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('the mail server does not answer')));
    socket.on('data', (chunk: string) => {
      text += chunk;
      wake();
    });
    socket.on('error', (error) => {
      failed = error;
      wake();
    });
    socket.on('close', () => {
      failed ??= new Error('the mail server closed the connection');
      wake();
    });
  };
  listen();
  const expect = async (code: number): Promise<string> => {
    for (;;) {
      const [, reply, found] = /^((?:\d{3}-[^\n]*\n)*(\d{3})(?: [^\n]*)?\r?\n)/.exec(text) ?? [];
      if (reply !== undefined) {
        text = text.slice(reply.length);
        if (Number(found) === code) return reply;
        throw new Error(`the mail server answered ${reply.trim().slice(0, 200)}`);
      }
      if (failed) throw failed;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    expect,
    say(line: string, code: number) {
      socket.write(`${line}\r\n`);
      return expect(code);
    },
    isSecure: () => secured,
    async secure(servername: string) {
      socket.removeAllListeners();
      const upgraded = connectTls({ socket, servername });
      await new Promise<void>((resolve, reject) => upgraded.once('secureConnect', resolve).once('error', reject));
      socket = upgraded;
      secured = true;
      text = '';
      listen();
    },
    end: () => socket.destroy(),
  };
}
