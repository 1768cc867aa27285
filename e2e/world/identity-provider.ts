/**
 * The identity provider of the centre's own tests (`apps/csu/test/provider`), as a process beside the
 * house: a real one, which asks nobody for a password and says who it is told to say.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../../apps/csu/test/provider/provider-process.ts');
const client = { clientId: 'beffroi', clientSecret: 'only-for-tests-0123456789abcdef-0123456789' };

export interface ProviderBeside {
  /** What the house needs to know of it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Who sits at the keyboard from now on. */
  become(subject: string): Promise<void>;
  stop(): Promise<void>;
}

/** `origin`: of the console that it sends people back to. */
export async function startProvider(origin: string): Promise<ProviderBeside> {
  const child = fork(program, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const [{ issuer }] = (await once(child, 'message')) as [{ readonly issuer: string }];
  const become = async (subject: string): Promise<void> => {
    const told = once(child, 'message');
    child.send({
      ...client,
      redirectUris: [`${origin}/sign-in/return`],
      signOutUris: [`${origin}/sign-in`],
      ...{ subject, acr: 'eidas1', amr: ['pwd'], lie: null },
    });
    await told;
  };
  await become('nobody');
  return {
    environment: {
      BEFFROI_OIDC_ISSUER: issuer,
      BEFFROI_OIDC_CLIENT_ID: client.clientId,
      BEFFROI_OIDC_SECRET: client.clientSecret,
    },
    become,
    stop: async () => {
      const gone = once(child, 'exit');
      child.kill();
      await gone;
    },
  };
}
