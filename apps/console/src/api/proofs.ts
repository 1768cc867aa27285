/**
 * Proving or refusing a sensitive act. The passkey's challenge is the digest of the act, so the device
 * signs this act and no other; nothing is kept here.
 */

import type { ConfirmationView } from '@beffroi/wire';
import {
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
} from '@simplewebauthn/browser';
import { ask, queryClient } from './client.ts';

async function prove(id: string, way: string, body?: unknown): Promise<void> {
  const view = await ask<ConfirmationView>('POST', `/api/confirmations/${id}/${way}`, body);
  queryClient.setQueryData(['confirmations', id], view);
}

export async function proveWithPasskey(id: string): Promise<void> {
  const optionsJSON = await ask<PublicKeyCredentialRequestOptionsJSON>(
    'POST',
    `/api/confirmations/${id}/passkey/options`,
  );
  await prove(id, 'passkey', await startAuthentication({ optionsJSON }));
}

export async function proveWithPassword(
  id: string,
  body: { readonly password: string; readonly code: string },
): Promise<void> {
  await prove(id, 'password', body);
}

/** In a demonstration alone: no proof is asked there. */
export async function proveForDemonstration(id: string): Promise<void> {
  await prove(id, 'demonstration');
}

/** The second person says no, or whoever asked takes it back. */
export async function refuseAct(id: string, reason: string): Promise<void> {
  await prove(id, 'refuse', { reason });
}
