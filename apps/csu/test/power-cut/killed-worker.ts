/**
 * A house that appends, seals and erases once, and is killed (SIGKILL) at the step that it is told:
 * before or after a unit of work, a file, a root, an unlinking. Without a step it comes to its end.
 */

import { toHex } from '@beffroi/kernel';
import { exampleEntry } from '../register-world.ts';
import type { Acknowledged } from './acknowledged.ts';
import { openCutHouse } from './house.ts';

const [mount = '', databaseUrl = '', now = '', deadly = ''] = process.argv.slice(2);
let steps = 0;
const say = (what: Acknowledged): void => {
  process.stdout.write(`${JSON.stringify(what)}\n`);
};
const step = (): void => {
  steps += 1;
  if (steps === Number(deadly)) {
    process.kill(process.pid, 'SIGKILL');
  }
};

const house = await openCutHouse({ mount, databaseUrl, nowMs: Number(now), step });
for (let number = 1; number <= 2; number++) {
  for (const log of ['acts', 'recordings'] as const) {
    const entry = exampleEntry(900 + number, log);
    const at = await house.facts.transact((work) => work.register.append(entry));
    say({ kind: 'act', log, number: at, leaf: toHex(entry.leaf) });
  }
  await house.keeper.sealNow();
  for (const log of ['acts', 'recordings'] as const) {
    say({ kind: 'sealed', log, note: house.keeper.logs[log]?.note ?? '' });
  }
}
await house.erase();
for (const { keyId, destroyedAt } of await house.facts.read((work) => work.keyErasures.all())) {
  if (destroyedAt !== null) {
    say({ kind: 'destroyed', keyId });
  }
}
await house.close();
process.stdout.write(`${JSON.stringify({ kind: 'clock', nowMs: steps })}\n`);
