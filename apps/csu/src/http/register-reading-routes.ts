/**
 * Reading the register over HTTP: opened for a purpose first (REG-18), then entries by filter, the paper
 * register as lines, CSV or PDF (REG-19), and what became of a picture (REG-20). Who may is the office's
 * decision each time; no answer holds a picture.
 */

import type { Actor } from '@beffroi/office';
import { refusal } from '@beffroi/town';
import {
  FateQuery,
  FatesView,
  OpenRegisterBody,
  type PaperRegisterLine,
  PaperRegisterQuery,
  PaperRegisterView,
  RegisterEntriesQuery,
  RegisterEntriesView,
  RegisterOpeningView,
} from '@beffroi/wire';
import type { FastifyInstance } from 'fastify';
import { paperCsv } from '../register/paper-csv.ts';
import { paperPdf } from '../register/paper-pdf.ts';
import { momentWords, type PaperSheet } from '../register/paper-sheet.ts';
import type { RegisterDesk } from '../register/register-desk.ts';
import { fileAnswers, type Routes, refuse, type WhoAsks } from './contract.ts';
import type { RouteParts } from './parts.ts';

const tag = 'register';

export function addRegisterReading(routes: Routes, { reading }: RegisterDesk): void {
  routes.forPerson(
    {
      method: 'POST',
      url: '/api/register/openings',
      summary: 'Opens the register for a purpose (DP-06); the opening is an entry',
      tag,
      body: OpenRegisterBody,
      answer: RegisterOpeningView,
    },
    (actor, { body }) => reading.open(actor, body),
  );
  routes.forPerson(
    {
      method: 'GET',
      url: '/api/register/entries',
      summary: 'Entries of an opened register, newest first, 50 at a time, by filter',
      tag,
      query: RegisterEntriesQuery,
      answer: RegisterEntriesView,
    },
    (actor, { query }) => reading.entries(actor, query),
  );
  routes.forPerson(
    {
      method: 'GET',
      url: '/api/register/paper',
      summary: 'The paper register (VP-34) as a view of the log; at most 31 days',
      tag,
      query: PaperRegisterQuery,
      answer: PaperRegisterView,
    },
    async (actor, { query }) => {
      const lines = await reading.paper(actor, query, null);
      return lines.ok ? { ok: true, value: { lines: [...lines.value] } } : lines;
    },
  );
  routes.forPerson(
    {
      method: 'GET',
      url: '/api/register/fate',
      summary: 'What became of a camera’s pictures (VP-58), from receipts; opens nothing',
      tag,
      query: FateQuery,
      answer: FatesView,
    },
    (actor, { query }) => reading.fates(actor, query),
  );
}

type Draw = (
  lines: readonly PaperRegisterLine[],
  sheet: PaperSheet,
) => Uint8Array | Promise<Uint8Array>;

const forms = {
  csv: { draw: paperCsv as Draw, type: 'text/csv; charset=utf-8' },
  pdf: { draw: paperPdf as Draw, type: 'application/pdf' },
} as const;

/** The paper register to take away: each taking is an entry. */
export function addPaperRegisters(
  app: FastifyInstance,
  whoAsks: WhoAsks,
  desk: RegisterDesk,
  { office }: Pick<RouteParts, 'office'>,
): void {
  const sheetOf = async (actor: Actor, query: PaperRegisterQuery): Promise<PaperSheet> => {
    const { town } = await office.sessions.view(actor);
    const { timeZone } = town;
    return {
      townName: town.name,
      timeZone,
      from: query.from,
      to: query.to,
      madeAt: momentWords(desk.nowMs(), timeZone),
      madeBy: actor.person.displayName,
    };
  };
  for (const form of ['csv', 'pdf'] as const) {
    const { draw, type } = forms[form];
    app.route<{ Querystring: PaperRegisterQuery }>({
      method: 'GET',
      url: `/api/register/paper.${form}`,
      schema: {
        summary: `The paper register (VP-34) as ${form.toUpperCase()}`,
        tags: [tag],
        querystring: PaperRegisterQuery,
        response: fileAnswers(type, 'The lines of those days'),
      },
      handler: async (request, reply) => {
        const actor = await whoAsks(request);
        if (actor === null) {
          return await refuse(reply, refusal('not-signed-in'));
        }
        const { query } = request;
        const lines = await desk.reading.paper(actor, query, form);
        if (!lines.ok) {
          return await refuse(reply, lines.error);
        }
        const name = `registre-${query.from}-${query.to}.${form}`;
        return await reply
          .header('content-disposition', `attachment; filename="${name}"`)
          .type(type)
          .send(Buffer.from(await draw(lines.value, await sheetOf(actor, query))));
      },
    });
  }
}
