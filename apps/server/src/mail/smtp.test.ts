import { type AddressInfo, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { smtpMail } from './smtp.js';

/** A mail server that writes down what it hears. */
async function mailServer(refuse?: string): Promise<{ port: number; heard: string[] }> {
  const heard: string[] = [];
  const server = createServer((socket) => {
    let inData = false;
    let rest = '';
    socket.write('220 test\r\n');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      rest += chunk;
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        heard.push(line);
        if (inData) {
          if (line !== '.') continue;
          inData = false;
          socket.write('250 taken\r\n');
        } else if (refuse !== undefined && line.startsWith(refuse)) socket.write('550 no such person\r\n');
        else if (line.startsWith('EHLO')) socket.write('250-test\r\n250 8BITMIME\r\n');
        else if (line === 'DATA') {
          inData = true;
          socket.write('354 go on\r\n');
        } else socket.write(line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
      }
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, heard };
}

it('sends a mail whose text cannot end the dialogue', async () => {
  const { port, heard } = await mailServer();
  const mail = smtpMail(`smtp://127.0.0.1:${port}`, 'DataMigrate <from@example.com>');
  await mail.send({ to: 'to@example.com', subject: 'Grüße\r\nBcc: evil@example.com', text: 'one\r\n.\r\nQUIT\r\n' });
  expect(heard).toEqual(
    expect.arrayContaining(['MAIL FROM:<from@example.com>', 'RCPT TO:<to@example.com>', 'DATA', '.', 'QUIT']),
  );
  expect(heard.filter((line) => line === '.')).toHaveLength(1);
  expect(heard.some((line) => line.startsWith('Bcc'))).toBe(false);
  const body = heard[heard.indexOf('Content-Transfer-Encoding: base64') + 2] ?? '';
  expect(Buffer.from(body, 'base64').toString()).toBe('one\r\n.\r\nQUIT\r\n');
});

it('says what the server answered', async () => {
  const { port } = await mailServer('RCPT');
  const mail = smtpMail(`smtp://127.0.0.1:${port}`, 'from@example.com');
  await expect(mail.send({ to: 'x@example.com', subject: 's', text: 't' })).rejects.toThrow('550 no such person');
});
