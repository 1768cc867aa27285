import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seedExampleTown } from '@beffroi/office/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { connect, startEmbeddedPostgres } from '../src/index.ts';
import { hasServer, noServer, startTownServer, type TownServer } from './town-server.ts';

const nowMs = 1_795_305_600_000;

describe.skipIf(!hasServer)(`our own server${hasServer ? '' : ` (skipped: ${noServer})`}`, () => {
  let town: TownServer | null = null;
  afterEach(async () => {
    await town?.end();
    town = null;
  });

  test('started again by itself after a kill -9, with everything acknowledged, and the same facts go on', async () => {
    town = await startTownServer();
    const facts = await connect({ url: town.server.url });
    await seedExampleTown(facts, nowMs);
    const first = town.server.pid();
    expect(first).not.toBeNull();
    process.kill(first ?? 0, 'SIGKILL');
    let people = 0;
    for (let tries = 0; tries < 200 && people === 0; tries++) {
      people = await facts
        .read((work) => work.people.all())
        .then(
          (all) => all.length,
          (thrown: unknown) => {
            expect(thrown).toMatchObject({ code: 'database-away' });
            return 0;
          },
        );
      await sleep(50);
    }
    expect(people).toBe(7);
    expect(town.server.pid()).not.toBe(first);
    expect(town.lines.join('\n')).toContain('starting it again');
    await facts.close();
  });

  test('listens on a unix socket only, in a folder that nobody else may enter', async () => {
    town = await startTownServer();
    const sockets = new URL(town.server.url.replace('@/', '@x/')).searchParams.get('host') ?? '';
    expect((await stat(sockets)).mode & 0o777).toBe(0o700);
    const facts = await connect({ url: town.server.url });
    await facts.close();
    if (process.getuid?.() === 0) {
      expect((await stat(join(town.directory, 'data'))).uid).not.toBe(0);
    }
  });

  test('a frozen server is killed when it is to stop, and what was acknowledged is there again', async () => {
    town = await startTownServer({ fastMs: 100, immediateMs: 100 });
    const facts = await connect({ url: town.server.url });
    await seedExampleTown(facts, nowMs);
    await facts.close();
    process.kill(town.server.pid() ?? 0, 'SIGSTOP');
    await town.server.stop();
    expect(town.server.pid()).toBeNull();
    expect(town.lines.join('\n')).toContain('does not end; it is killed');
    const { directory } = town;
    const again = await startEmbeddedPostgres({ directory, log: () => undefined });
    const after = await connect({ url: again.url });
    expect(await after.read((work) => work.people.all())).toHaveLength(7);
    await after.close();
    await again.stop();
  });

  test('takes over from the server of a run that was killed', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'beffroi-pg-'));
    await chmod(directory, 0o755);
    const program = `
      import { startEmbeddedPostgres } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)};
      await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)}, log: () => {} });
      process.stdout.write('up');
      setInterval(() => {}, 1000);`;
    const former = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await new Promise((resolve) => former.stdout?.once('data', resolve));
    } finally {
      former.kill('SIGKILL');
    }
    const lines: string[] = [];
    const server = await startEmbeddedPostgres({ directory, log: (line) => lines.push(line) });
    expect(lines.join('\n')).toContain('earlier run');
    await (await connect({ url: server.url })).close();
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  });
});
