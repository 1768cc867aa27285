/**
 * An emergency access from end to end, as two persons live it: an agent who is cleared for one camera
 * opens the others for half an hour and watches; the data protection officer is told, sees it end, and
 * judges it. Passkeys are those of Chromium's virtual authenticator.
 */

import { entered, type HttpPerson, hasChromium, signInOverHttp } from '@beffroi/testing';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { demonstration } from './world/demonstration.ts';

const patience = { timeout: 30_000 } as const;
const reason = 'Personne à terre près du pont, appel du SAMU';

interface Camera {
  readonly id: string;
  readonly communeId: string;
}

describe.skipIf(!hasChromium)('an emergency access (needs /usr/bin/chromium)', () => {
  const at = demonstration();

  test('OPS-17 OPS-19 OPS-20 it is taken, used, ended and reviewed', async () => {
    const head = await signInOverHttp(at.house, 'nadia.benali');
    await newAgent(head, 'anne.doucet');
    const agent = await entered(at.browser, at.house, 'anne.doucet');
    const officer = await entered(at.browser, at.house, 'sophie.arnaud');
    const cameras = agent.locator('.w-tree-camera');
    await expect.poll(() => cameras.count(), patience).toBe(1);

    await take(agent);
    const bar = agent.getByRole('region', { name: 'Mon accès d’urgence' });
    await bar.getByText(/encore (29|30) minutes/).waitFor();
    await expect.poll(() => cameras.count(), patience).toBeGreaterThan(1);
    await cameras.last().click();
    const live = agent.locator('.w-tile[data-state="live"]');
    await live.first().waitFor({ timeout: 90_000 });

    await officer.goto(new URL('/emergencies', at.house.url).href);
    const row = officer.getByRole('row').filter({ hasText: 'Anne Doucet' });
    await row.getByText('En cours').waitFor();
    await row.getByText(reason).waitFor();
    expect(await row.getByRole('button').count()).toBe(0);

    await bar.getByRole('button', { name: 'Y mettre fin' }).click();
    await bar.waitFor({ state: 'detached' });
    await expect.poll(() => live.count(), patience).toBe(0);
    await expect.poll(() => cameras.count(), patience).toBe(1);

    // Told over the live socket: the page was open before.
    await row.getByRole('button', { name: 'Examiner…' }).click();
    const dialog = officer.getByRole('dialog');
    await dialog.locator('label', { hasText: /^Justifié$/ }).click();
    await dialog.getByLabel('En quelques mots').fill('Secours guidés jusqu’à la victime');
    await dialog.getByRole('button', { name: 'Inscrire l’examen' }).click();
    await row.getByText('Justifié', { exact: true }).waitFor();
    await row.getByText(/Sophie Arnaud\s: Secours guidés/).waitFor();
  });

  /** Cleared to watch one camera of the town. */
  const newAgent = async (head: HttpPerson, login: string): Promise<void> => {
    const [camera] = await head.send<readonly Camera[]>('GET', '/api/cameras');
    const { id } = await head.send<{ readonly id: string }>('POST', '/api/people', {
      ...{ displayName: 'Anne Doucet', login, post: 'operator', locale: 'fr' },
    });
    const today = new Date().toISOString().slice(0, 10);
    await head.send('POST', `/api/people/${id}/clearances`, {
      authority: 'Arrêté 2026-7',
      ground: {
        ...{ kind: 'approved-agent', prefectApproval: today },
        ...{ prosecutorApproval: null, oath: null },
      },
      ...{ communeIds: [camera?.communeId], cameraIds: [camera?.id], rights: ['watch-live'] },
      ...{ from: today, until: today.replace(/^\d+/, (year) => String(Number(year) + 1)) },
    });
  };

  const take = async (agent: Page): Promise<void> => {
    await agent.getByRole('button', { name: /Anne Doucet/ }).click();
    await agent.getByRole('menuitem', { name: /Accès d’urgence/ }).click();
    const dialog = agent.getByRole('dialog', { name: 'Accès d’urgence', exact: true });
    await dialog.locator('label', { hasText: 'Danger pour une personne' }).click();
    await dialog.getByLabel('Que se passe-t-il ?').fill(reason);
    await dialog.getByRole('button', { name: 'Ouvrir l’accès' }).click();
    await agent.getByRole('button', { name: /Signer avec ma clé d’accès/ }).click();
    await dialog.waitFor({ state: 'detached' });
  };
});
