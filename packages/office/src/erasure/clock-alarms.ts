/**
 * What the head of the centre is told of a clock that isn't believed: what it says, what it said last,
 * what waits for it, and who can put it right. One alarm at a time; all end with the next run.
 */

import { instantFromMs } from '@beffroi/kernel';
import type { createAlarmActs } from '../acts/alarms.ts';
import type { House } from '../house.ts';
import type { Doubt } from './clock-doubt.ts';
import type { ClockWatch } from './clock-watch.ts';

type Alarms = ReturnType<typeof createAlarmActs>;

const codes = ['clock-forward', 'clock-unconfirmed', 'clock-behind'] as const;
const hourMs = 3_600_000;

/** Raises the alarm of what is the matter now, and ends the others. */
export async function raiseClockAlarm(
  house: House,
  alarms: Alarms,
  watch: ClockWatch,
  doubt: Doubt | null,
): Promise<void> {
  const [code, detail] = alarmOf(house, watch, doubt);
  for (const other of codes) {
    if (other !== code) {
      await alarms.endAlarm(other, null);
    }
  }
  await alarms.raiseAlarm({ code, level: 'alarm', cameraId: null, detail });
}

export async function endClockAlarms(alarms: Alarms): Promise<void> {
  for (const code of codes) {
    await alarms.endAlarm(code, null);
  }
}

/** Why nothing is erased on the word of this clock, and what makes it believed (RET-11). */
export function unconfirmedWords(house: House, watch: ClockWatch, { aheadMs }: Doubt): string {
  const days = (aheadMs / (24 * hourMs)).toFixed(1);
  const since = watch.state().believed ?? instantFromMs(house.nowMs() - aheadMs);
  return `the clock of the centre says ${house.now()}, ${days} days more than it should after ${since}, when it was last believed: a wrong clock, or a centre that was off. Nothing is erased until a witness or a time-stamp agrees with it or the owner of the machine says that it is right: npx beffroi clock --confirm. What is past its term by it is shown to nobody meanwhile; the law keeps it ${house.profile.retentionDaysMax} days at most`;
}

function alarmOf(
  house: House,
  watch: ClockWatch,
  doubt: Doubt | null,
): readonly [code: (typeof codes)[number], detail: string] {
  if (doubt === null) {
    return ['clock-behind', watch.readOnly()?.en ?? ''];
  }
  if (doubt.waitMs === null) {
    return ['clock-unconfirmed', unconfirmedWords(house, watch, doubt)];
  }
  const [hours, minutes] = [Math.round(doubt.aheadMs / hourMs), Math.ceil(doubt.waitMs / 60_000)];
  return [
    'clock-forward',
    `the clock of the centre went forward by ${hours} h and says ${house.now()}; what that makes due is erased in ${minutes} min unless it is put right, at once with: npx beffroi erase --due`,
  ];
}
