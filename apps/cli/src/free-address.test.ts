import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { assertFree } from './free-address.ts';

test('an address in use is told before the start, and a free one stays free', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(assertFree('127.0.0.1', port)).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringMatching(/EADDRINUSE.*--port/u),
  });
  other.close();
  await once(other, 'close');
  await assertFree('127.0.0.1', port);
  await assertFree('127.0.0.1', port);
});

test('an address that isn’t this machine’s names the host too', async () => {
  await expect(assertFree('192.0.2.1', 8440)).rejects.toMatchObject({
    message: expect.stringContaining('--host'),
  });
});
