import { describe, expect, test } from 'vitest';
import { AckWindow, ackWindowMs } from './ack-window.ts';

describe('ack window', () => {
  test('LIV-23 it closes when the oldest picture is older than the window, and opens with its acknowledgement', () => {
    const window = new AckWindow();
    expect(window.isOver(1e9)).toBe(false);
    window.sent(1, 0);
    window.sent(2, 300);
    expect(window.isOver(ackWindowMs)).toBe(false);
    expect(window.isOver(ackWindowMs + 1)).toBe(true);
    window.acknowledged(1);
    expect(window.isOver(ackWindowMs + 1)).toBe(false);
    expect(window.isOver(300 + ackWindowMs + 1)).toBe(true);
  });

  test('LIV-23 an acknowledgement of what was never sent opens nothing that is still to come', () => {
    const window = new AckWindow();
    window.acknowledged(4_000_000_000);
    window.sent(1, 0);
    expect(window.isOver(ackWindowMs + 1)).toBe(true);
  });

  test('LIV-22 a viewer is behind by age or by number of pictures', () => {
    const window = new AckWindow();
    window.sent(1, 0);
    expect([window.isBehind(250), window.isBehind(251)]).toEqual([false, true]);
    for (let sequence = 2; sequence <= 13; sequence++) {
      window.sent(sequence, 0);
    }
    expect(window.isBehind(0)).toBe(true);
    window.acknowledged(12);
    expect(window.isBehind(0)).toBe(false);
  });

  test('LIV-23 it keeps nothing of what was acknowledged, however long it runs', () => {
    const window = new AckWindow();
    for (let sequence = 1; sequence <= 10_000; sequence++) {
      window.sent(sequence, sequence);
      window.acknowledged(sequence - 2);
    }
    expect(window.inFlightCount).toBe(2);
  });
});
