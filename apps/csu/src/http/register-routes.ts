/**
 * The register to the outside: its public keys for anyone, because whoever checks must have them; a
 * receipt for whoever may read the register, which is the office's decision (SEC-5, DP-06). A fresh
 * act is sealed before its receipt is answered.
 */

import { ok } from '@beffroi/kernel';
import { refusal } from '@beffroi/town';
import { RegisterEntryPath, RegisterKeysView } from '@beffroi/wire';
import type { FastifyInstance } from 'fastify';
import type { RegisterDesk } from '../register/register-desk.ts';
import { fileAnswers, type Routes, refuse, type WhoAsks } from './contract.ts';
import { refusalOfReadOnly } from './refusals.ts';

const tag = 'register';

export function addRegisterRoutes(
  app: FastifyInstance,
  routes: Routes,
  whoAsks: WhoAsks,
  desk: RegisterDesk,
): void {
  // A key is public by nature: it lets anybody check a receipt, and nobody make one.
  routes.forAnyone(
    {
      method: 'GET',
      url: '/api/register/keys',
      summary: 'Public keys of the registers, one line each (C2SP signed-note)',
      tag,
      answer: RegisterKeysView,
    },
    async () => ok(desk.keyLines),
  );
  app.route<{ Params: RegisterEntryPath }>({
    method: 'GET',
    url: '/api/register/:log/:number/receipt',
    schema: {
      summary: 'Receipt of an entry (C2SP tlog-proof), for whoever may read the register',
      tags: [tag],
      params: RegisterEntryPath,
      response: fileAnswers('text/plain; charset=utf-8', 'The receipt'),
    },
    handler: async (request, reply) => {
      const actor = await whoAsks(request);
      if (actor === null) {
        return await refuse(reply, refusal('not-signed-in'));
      }
      const { log, number } = request.params;
      const taken = await desk.receipt(actor, log, Number(number));
      if (!taken.ok) {
        return await refuse(reply, taken.error);
      }
      return taken.value === null
        ? await refuse(reply, refusalOfReadOnly())
        : await reply
            .header('content-disposition', `attachment; filename="${log}-${number}.tlog-proof"`)
            .type('text/plain; charset=utf-8')
            .send(taken.value);
    },
  });
}
