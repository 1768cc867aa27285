/**
 * Two classes of entries, because they live differently long (REG-16): the register that the law asks
 * for (VP-33: who collected, changed, consulted, communicated, erased), three years at most, and the
 * technical log, one year (DP-07, CNIL 2021-122). Technical is only what says that a machine or a
 * session was in use and nothing of a picture, a right, a key or the register itself. The list is
 * closed: a kind that isn't on it belongs to the register. The durations are the caller's.
 */

export type EntryClass = 'legal' | 'technical';

export const technicalKinds: readonly string[] = [
  // Sessions: when somebody came and went. What they looked at has entries of its own.
  'signed-in',
  'signed-out',
  'sign-in-refused',
  // Machines: which one is there, which one holds a camera, who has taken its alarm.
  'recorder-registered',
  'camera-moved',
  'alarm-acknowledged',
];

export function classOf(kind: string): EntryClass {
  return technicalKinds.includes(kind) ? 'technical' : 'legal';
}
