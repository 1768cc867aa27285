/**
 * The HTTP room: Fastify with the routes of `@beffroi/wire`, strict on the way in and out, the same
 * headers everywhere, refusals in one form, and a log line per request that names the route and never
 * the address (an enrolment link is a credential).
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestListener, Server } from 'node:http';
import { Failure, messageOf } from '@beffroi/kernel';
import type { Actor } from '@beffroi/office';
import { confirmationHeader } from '@beffroi/wire';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { DatabaseLook } from '../observe/database-look.ts';
import type { Log } from '../observe/log.ts';
import type { Metrics } from '../observe/metrics.ts';
import { strictHeaders } from '../security/headers.ts';
import type { SameSite } from '../security/same-site.ts';
import { isLoopback } from '../settings.ts';
import { addAccountRoutes } from './account-routes.ts';
import { addCameraPictures, addCameraRoutes } from './camera-routes.ts';
import { addConfirmationRoutes } from './confirmation-routes.ts';
import { Routes, refuse, type WhoAsks } from './contract.ts';
import { addHealthRoutes, addLayoutRoutes, addPlaybackRoutes } from './desk-routes.ts';
import { addEmergencyRoutes } from './emergency-routes.ts';
import { addEnrolRoutes } from './enrol-routes.ts';
import { addGroupRoutes } from './group-routes.ts';
import { addHoldRoutes } from './hold-routes.ts';
import { KnownMethods } from './known-methods.ts';
import { addMapRoute } from './map-routes.ts';
import type { RouteParts } from './parts.ts';
import { addPeopleRoutes } from './people-routes.ts';
import { PictureRoutes } from './picture-routes.ts';
import { addProviderRoutes } from './provider-routes.ts';
import { refusalOfFailure, roomRefusal } from './refusals.ts';
import { addPaperRegisters, addRegisterReading } from './register-reading-routes.ts';
import { addRegisterRoutes } from './register-routes.ts';
import { checkBySchema, SchemaMismatch } from './schema-check.ts';
import { addSignInRoutes } from './sign-in-routes.ts';

const bodyBytesMax = 64 * 1024;
const requestMsMax = 60_000;
const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export interface HttpParts extends RouteParts {
  readonly sameSite: SameSite;
  readonly database: DatabaseLook;
  readonly metrics: Metrics;
  readonly metricsToken: string | null;
  readonly version: string;
  readonly log: Log;
  makeServer(answer: RequestListener): Server;
}

/** Routes without the console's files and without listening. */
export async function createHttp(parts: HttpParts): Promise<FastifyInstance> {
  const app = Fastify({
    serverFactory: (answer) => parts.makeServer(answer),
    logger: false,
    bodyLimit: bodyBytesMax,
    requestTimeout: requestMsMax,
    routerOptions: { maxParamLength: 200 },
    // An address that is none is refused before any hook.
    frameworkErrors: (_, __, reply) => {
      reply.headers({ ...strictHeaders(parts.isSecure), 'cache-control': 'no-store' });
      void refuse(reply, roomRefusal('body-invalid'));
    },
  });
  app.setValidatorCompiler(checkBySchema);
  takeEmptyBodies(app);
  addSafeguards(app, parts, new KnownMethods(app));
  addFailures(app, parts.log);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Beffroi',
        version: parts.version,
        description:
          'HTTP of the centre. The live socket and the recorder link are described in docs/wire.md.',
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      },
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: parts.isSecure ? '__Host-beffroi' : 'beffroi',
          },
        },
      },
    },
  });
  const whoAsks: WhoAsks = (request) => actorOf(parts, request);
  const routes = new Routes(app, whoAsks, parts.attempts);
  addSignInRoutes(routes, parts);
  addProviderRoutes(routes, parts);
  addAccountRoutes(routes, parts);
  addEnrolRoutes(routes, parts);
  addPeopleRoutes(routes, parts);
  addGroupRoutes(routes, parts);
  addEmergencyRoutes(routes, parts);
  addHoldRoutes(routes, parts);
  addConfirmationRoutes(routes, parts);
  addCameraRoutes(routes, parts);
  addCameraPictures(new PictureRoutes(app, whoAsks), parts);
  addPlaybackRoutes(routes, parts);
  addLayoutRoutes(routes, parts);
  addHealthRoutes(routes, parts);
  if (parts.register !== null) {
    addRegisterRoutes(app, routes, whoAsks, parts.register);
    addRegisterReading(routes, parts.register);
    addPaperRegisters(app, whoAsks, parts.register, parts);
  }
  await addMapRoute(app, whoAsks, parts.mapFile);
  addPlainRoutes(app, parts);
  return app;
}

/** A request that says JSON and sends nothing has no body; Fastify alone would refuse it. */
function takeEmptyBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') {
      done(null, undefined);
    } else {
      // Fastify's own parser answers through `done`; its type also allows a promise.
      Promise.resolve(parse(request, String(body), done)).catch((thrown: unknown) =>
        done(thrown instanceof Error ? thrown : new Error(String(thrown))),
      );
    }
  });
}

/** The actor of a request's cookie, with the confirmation it names; null when nobody is signed in. */
async function actorOf(parts: HttpParts, request: FastifyRequest): Promise<Actor | null> {
  const token = parts.cookie.read(request.headers.cookie);
  const actor = token === null ? null : await parts.office.sessions.actorOf(token);
  const confirmationId = request.headers[confirmationHeader];
  return actor === null || typeof confirmationId !== 'string'
    ? actor
    : { ...actor, confirmationId };
}

function addSafeguards(app: FastifyInstance, parts: HttpParts, known: KnownMethods): void {
  const headers = strictHeaders(parts.isSecure);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    // The router decodes an address before it compares it: what counts is the route that answers.
    const isAnswered = request.routeOptions.url?.startsWith('/api/') === true;
    if (!isAnswered && !request.url.startsWith('/api/')) {
      return;
    }
    reply.header('cache-control', 'no-store');
    if (!isAskedByOurName(request, parts)) {
      await refuse(reply, roomRefusal('unknown-host'));
    } else if (!readingMethods.has(request.method) && !parts.sameSite.isOurPage(request.headers)) {
      await refuse(reply, roomRefusal('cross-site'));
    } else if (!isAnswered) {
      const methods = known.of(request.url.split('?')[0] ?? '');
      if (methods.length > 0 && !methods.includes(request.method)) {
        await refuse(reply.header('allow', methods.join(', ')), roomRefusal('method-unknown'));
      }
    }
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    const ms = Math.round(reply.elapsedTime);
    parts.metrics.request(method, route, reply.statusCode, reply.elapsedTime / 1000);
    if (route.startsWith('/api/')) {
      parts.log.info({ method, route, status: reply.statusCode, ms }, 'answered');
    }
  });
}

function addFailures(app: FastifyInstance, log: Log): void {
  app.setErrorHandler(async (thrown: FastifyError | SchemaMismatch | Failure, request, reply) => {
    if (thrown instanceof SchemaMismatch) {
      return await refuse(reply, roomRefusal('body-invalid', thrown.words));
    }
    if ('statusCode' in thrown && thrown.statusCode === 413) {
      return await refuse(reply, roomRefusal('body-too-large'));
    }
    if ('statusCode' in thrown && thrown.statusCode !== undefined && thrown.statusCode < 500) {
      return await refuse(reply, roomRefusal('body-invalid'));
    }
    const route = request.routeOptions.url ?? 'none';
    log.error({ route, why: messageOf(thrown) }, 'a request failed');
    return await refuse(reply, refusalOfFailure(thrown instanceof Failure ? thrown : undefined));
  });
}

function addPlainRoutes(app: FastifyInstance, parts: HttpParts): void {
  // Anybody may ask for it, and it takes a twentieth of a second to write: written once.
  let contract: string | null = null;
  app.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    contract ??= JSON.stringify(app.swagger());
    return await reply.type('application/json; charset=utf-8').send(contract);
  });
  app.get('/healthz', { schema: { hide: true } }, async (_request, reply) => {
    if (!(await parts.database.answers())) {
      const { words: away } = refusalOfFailure(new Failure('database-away', 'no answer in time'));
      return reply.code(503).send({ status: 'database-away', words: away });
    }
    const words = parts.register?.readOnly() ?? null;
    return words === null ? { status: 'ok' } : { status: 'read-only', words };
  });
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    // A page that has its own name lead to this machine is on this machine too (DNS rebinding).
    const isHere =
      isLoopback(request.ip) && isAskedByOurName(request, parts) && !isPassedOn(request);
    return isHere || holdsToken(request, parts.metricsToken)
      ? await reply.type(parts.metrics.contentType).send(await parts.metrics.text())
      : await refuse(reply, roomRefusal('not-allowed-here'));
  });
}

/** One name, and ours: a second line would be another's for whoever reads the last (RFC 9112, 3.2). */
function isAskedByOurName({ raw, headers }: FastifyRequest, { sameSite }: HttpParts): boolean {
  return raw.headersDistinct['host']?.length === 1 && sameSite.isOurHost(headers);
}

/** Asked of us by a program of this machine for somebody else, who may be anywhere (RFC 7239, RFC 9110 7.6.3). */
function isPassedOn({ headers }: FastifyRequest): boolean {
  return ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => name in headers);
}

/** Compares digests, so that the time taken says nothing about the token. */
function holdsToken(request: FastifyRequest, metricsToken: string | null): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const given = request.headers.authorization ?? '';
  return metricsToken !== null && timingSafeEqual(digest(given), digest(`Bearer ${metricsToken}`));
}
