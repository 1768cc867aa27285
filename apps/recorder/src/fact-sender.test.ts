/** Facts reach the centre in order, once acknowledged they are forgotten, none is lost. */

import type { RecorderFact } from '@beffroi/office';
import type { RecorderToCentre } from '@beffroi/wire';
import { describe, expect, test } from 'vitest';
import { FactSender, type FactSpool } from './fact-sender.ts';

function spoolInMemory(): FactSpool & { readonly kept: () => number } {
  let kept: { sequence: number; fact: RecorderFact }[] = [];
  let last = 0;
  return {
    append(fact) {
      last += 1;
      kept.push({ sequence: last, fact });
      return last;
    },
    pending: (limit) => kept.slice(0, limit),
    acknowledge(upTo) {
      kept = kept.filter((one) => one.sequence > upTo);
    },
    kept: () => kept.length,
  };
}

const fact: RecorderFact = { kind: 'recording-removed', recordingId: 'rec_1', why: 'disk-floor' };

describe('the sender of facts', () => {
  test('REC-8 keeps facts while the link is down and sends them in order when it is back', () => {
    const spool = spoolInMemory();
    const sent: number[] = [];
    const send = (message: RecorderToCentre): void => {
      if (message.type === 'fact') {
        sent.push(message.sequence);
      }
    };
    const sender = new FactSender(spool);
    sender.add(fact);
    sender.add(fact);
    expect(sent).toEqual([]);
    sender.resume(send);
    expect(sent).toEqual([1, 2]);
    sender.add(fact);
    expect(sent).toEqual([1, 2, 3]);
    sender.acknowledged(2);
    expect(spool.kept()).toBe(1);
  });

  test('REC-8 sends again after a break what was not acknowledged', () => {
    const spool = spoolInMemory();
    const sent: number[] = [];
    const send = (message: RecorderToCentre): void => {
      if (message.type === 'fact') {
        sent.push(message.sequence);
      }
    };
    const sender = new FactSender(spool);
    sender.resume(send);
    sender.add(fact);
    sender.pause();
    sender.add(fact);
    sender.resume(send);
    expect(sent).toEqual([1, 1, 2]);
  });

  test('REC-8 has at most 64 facts on the way', () => {
    const spool = spoolInMemory();
    let sent = 0;
    const send = (): void => {
      sent += 1;
    };
    const sender = new FactSender(spool);
    for (let count = 0; count < 200; count++) {
      sender.add(fact);
    }
    sender.resume(send);
    expect(sent).toBe(64);
    sender.acknowledged(64);
    expect(sent).toBe(128);
  });
});
