import { createSeededChance, createSteeredClock } from '@beffroi/office/testing';
import { expect, test } from 'vitest';
import { createLog } from '../observe/log.ts';
import { Provider } from './provider.ts';
import { ProviderDesk } from './provider-desk.ts';

test('SEC-64 the token that names a session at the provider goes with the session, however it ended', () => {
  const [clock, chance, log] = [createSteeredClock(), createSeededChance(), createLog('silent')];
  const settings = {
    ...{ issuer: 'https://id.test', clientId: 'csu', clientSecret: 'x', label: 'ProConnect' },
    ...{ acr: [], amr: [] },
  };
  const provider = new Provider({ settings, clock, log });
  const desk = new ProviderDesk({ provider, clock, chance, log });
  desk.keepSession('ses_one', 'eyJ1');
  desk.keepSession('ses_two', 'eyJ2');
  desk.keepOnly((sessionId) => sessionId === 'ses_two');
  expect(desk.keptCount).toBe(1);
  desk.close();
});
