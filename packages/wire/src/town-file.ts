/**
 * The town file (`town.yaml`): communes, cameras and people of a town, as its IT person writes them.
 * Strict: an unknown field is refused with its path. Stable keys make an import repeatable: `insee`
 * of a commune, `key` of a camera, `login` of a person. docs/town.schema.json is made from this file.
 */

import { err, ok, type Result } from '@beffroi/kernel';
import { clearanceKinds, framings, posts, purposes, rights, sensitiveActs } from '@beffroi/town';
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { AuthorisationBody, MaskChoiceBody, PositionBody } from './http/cameras.ts';
import { DayText, LineText, oneOf, strict } from './http/common.ts';
import { Locale } from './http/people.ts';

const KeyText = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' });
const LoginText = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{1,39}$' });
const InseeText = Type.String({ pattern: '^[0-9][0-9AB][0-9]{3}$' });
/** `Europe/Paris`; whether the zone exists is asked of the machine that starts the centre. */
const TimeZoneText = Type.String({ pattern: '^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+){0,2}$' });
const StreamUrl = Type.String({ pattern: '^rtsps?://', maxLength: 500 });

export const TownFileCommune = strict({ insee: InseeText, name: LineText });

/** What a clearance rests on; a day is left out where there is no such paper (OPS-14). */
export const TownFileGround = strict({
  kind: oneOf(clearanceKinds),
  prefectApproval: Type.Optional(DayText),
  prosecutorApproval: Type.Optional(DayText),
  oath: Type.Optional(DayText),
});

export const TownFileClearance = strict({
  authority: LineText,
  /** Absent: nobody has said it; the console shows that it is to be completed. */
  ground: Type.Optional(TownFileGround),
  /** INSEE codes. */
  communes: Type.Array(InseeText, { minItems: 1, uniqueItems: true }),
  /** Keys of cameras; absent, and no groups, means all cameras of the communes. */
  cameras: Type.Optional(Type.Array(KeyText, { minItems: 1, uniqueItems: true })),
  /** Keys of groups of these communes, beside `cameras`; absent: none. */
  groups: Type.Optional(Type.Array(KeyText, { minItems: 1, maxItems: 100, uniqueItems: true })),
  rights: Type.Array(oneOf(rights), { minItems: 1, uniqueItems: true }),
  from: DayText,
  until: DayText,
});

/** Cameras of one commune that clearances name together (OPS-15). */
export const TownFileGroup = strict({
  key: KeyText,
  /** INSEE code. */
  commune: InseeText,
  name: LineText,
  /** Keys of cameras of this commune. */
  cameras: Type.Array(KeyText, { maxItems: 1000, uniqueItems: true }),
});

export const TownFilePerson = strict({
  login: LoginText,
  name: LineText,
  post: oneOf(posts),
  locale: Type.Optional(Locale),
  clearances: Type.Optional(Type.Array(TownFileClearance, { maxItems: 20 })),
});

export const TownFileMasks = strict({
  choice: MaskChoiceBody,
  reason: LineText,
  /** Login of the person who decided. */
  decidedBy: LoginText,
});

export const TownFileCamera = strict({
  key: KeyText,
  /** INSEE code. */
  commune: InseeText,
  name: LineText,
  place: LineText,
  position: Type.Optional(PositionBody),
  purposes: Type.Array(oneOf(purposes), { minItems: 1, uniqueItems: true }),
  objective: LineText,
  framing: oneOf(framings),
  fastFlow: Type.Optional(Type.Boolean()),
  authorisation: Type.Optional(AuthorisationBody),
  /** Absent: the default of the legal profile, 15 days. */
  retentionDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 28 })),
  /** Absent: planned. `notified` and `in-service` want the day the prefect was told. */
  state: Type.Optional(oneOf(['planned', 'notified', 'in-service'] as const)),
  noticeDay: Type.Optional(DayText),
  main: StreamUrl,
  sub: Type.Optional(StreamUrl),
  username: Type.Optional(Type.String({ maxLength: 200 })),
  password: Type.Optional(Type.String({ maxLength: 200 })),
  masks: Type.Optional(TownFileMasks),
});

/** The name and `fourEyes` are brought in; the rest is read when the centre starts. */
export const TownFileTown = strict({
  name: LineText,
  /** Civil days of terms and recordings are of this place; absent: Europe/Paris. */
  timeZone: Type.Optional(TimeZoneText),
  /** Name of this site in recordings; absent: `centre`. */
  site: Type.Optional(KeyText),
  /** GeoJSON of the map base, a path from the town file's folder; absent: an empty base. */
  map: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  /** Acts that want two persons (SEC-31); absent: lift-masks and end-hold; empty: none. */
  fourEyes: Type.Optional(Type.Array(oneOf(sensitiveActs), { uniqueItems: true })),
});

export const TownFile = strict({
  town: TownFileTown,
  communes: Type.Array(TownFileCommune, { minItems: 1, maxItems: 100 }),
  people: Type.Optional(Type.Array(TownFilePerson, { maxItems: 1000 })),
  groups: Type.Optional(Type.Array(TownFileGroup, { maxItems: 1000 })),
  cameras: Type.Optional(Type.Array(TownFileCamera, { maxItems: 2000 })),
});

export type TownFile = Static<typeof TownFile>;
export type TownFileCamera = Static<typeof TownFileCamera>;
export type TownFilePerson = Static<typeof TownFilePerson>;
export type TownFileClearance = Static<typeof TownFileClearance>;
export type TownFileGround = Static<typeof TownFileGround>;
export type TownFileGroup = Static<typeof TownFileGroup>;

/** Where a town file is wrong, and what to write instead. */
export interface TownFault {
  /** `cameras/2/main`, counted from 0. */
  readonly path: string;
  readonly what: string;
}

const faultsMax = 50;
const wholeFile = 'the file';
/** What a form asks for, in words. */
const formWords: Readonly<Record<string, string>> = {
  [patternOf(KeyText)]: 'small letters, digits and hyphens, 40 at most',
  [patternOf(LoginText)]: 'a login: small letters, digits, dots and hyphens, such as claire.martin',
  [patternOf(InseeText)]:
    'a code of the national institute, five characters between quotes: "91326"',
  [patternOf(StreamUrl)]: 'an address that begins with rtsp:// or rtsps://',
  date: 'a day that the calendar has, as 2026-01-31',
  [patternOf(DayText)]: 'a day that the calendar has, as 2026-01-31',
  [patternOf(LineText)]: 'a line that shows all that it is: no hidden mark, no line break',
  [patternOf(TimeZoneText)]: 'a time zone such as Europe/Paris',
};

/** The file around its entries: a check names a few faults only, so each entry is checked alone. */
const TownFileShell = strict({
  town: Type.Unknown(),
  communes: Type.Array(Type.Unknown(), { minItems: 1, maxItems: 100 }),
  people: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 1000 })),
  groups: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 1000 })),
  cameras: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 2000 })),
});

/** A town file of the right shape, or every place where it isn't (at most 50). */
export function readTownFile(value: unknown): Result<TownFile, readonly TownFault[]> {
  if (Value.Check(TownFile, value)) {
    return ok(value);
  }
  const faults = faultsIn(TownFileShell, value, '');
  const parts = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  for (const [name, part] of parts) {
    const schema = Object.hasOwn(entrySchemas, name) ? entrySchemas[name] : undefined;
    if (name === 'town') {
      faults.push(...faultsIn(TownFileTown, part, name));
    } else if (schema !== undefined && Array.isArray(part)) {
      for (const [index, one] of part.entries()) {
        const path = `${name}/${index}`;
        faults.push(...faultsIn(schema, one, path), ...faultsInChoice(one, path));
      }
    }
  }
  return err(faults.slice(0, faultsMax));
}

function faultsIn(schema: TSchema, value: unknown, base: string): TownFault[] {
  const faults: TownFault[] = [];
  for (const { instancePath, keyword, params, message } of Value.Errors(schema, value)) {
    if (keyword === 'boolean') {
      // Said already, with its name, by the object around it.
      continue;
    }
    const path = `${base}${instancePath}`.replace(/^\//, '');
    for (const fault of faultsOf(path, keyword, params, message)) {
      if (!faults.some((known) => known.path === fault.path && known.what === fault.what)) {
        faults.push(fault);
      }
    }
  }
  return faults;
}

/** A camera but for its choice of masks, which is checked against the one kind that it names. */
const CameraAroundChoice = strict({
  ...TownFileCamera.properties,
  masks: Type.Optional(strict({ ...TownFileMasks.properties, choice: Type.Unknown() })),
});

const entrySchemas: Readonly<Record<string, TSchema>> = {
  communes: TownFileCommune,
  people: TownFilePerson,
  groups: TownFileGroup,
  cameras: CameraAroundChoice,
};

function faultsInChoice(camera: unknown, base: string): TownFault[] {
  const choice = fieldOf(fieldOf(camera, 'masks'), 'choice');
  if (choice === undefined) {
    return [];
  }
  const path = `${base}/masks/choice`;
  const kinds = MaskChoiceBody.anyOf;
  const kind = kinds.find(({ properties }) => properties.mode.const === fieldOf(choice, 'mode'));
  const modes = kinds.map(({ properties }) => properties.mode.const).join(', ');
  return kind === undefined
    ? [{ path: `${path}/mode`, what: `must be one of ${modes}` }]
    : faultsIn(kind, choice, path);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** A field that nobody knows is a fault of its own, so that it is found at its own line. */
function faultsOf(path: string, keyword: string, params: unknown, message: string): TownFault[] {
  if (keyword !== 'additionalProperties') {
    return [{ path: path || wholeFile, what: sentenceOf(keyword, params, message) }];
  }
  const { additionalProperties: names } = params as { readonly additionalProperties: unknown };
  return (Array.isArray(names) ? names : [names]).map((name) => ({
    path: path === '' ? String(name) : `${path}/${String(name)}`,
    what: 'is a field nobody knows here; remove or correct it',
  }));
}

function sentenceOf(keyword: string, params: unknown, message: string): string {
  const given = params as { readonly [name: string]: unknown };
  switch (keyword) {
    case 'required':
      return `lacks ${list(given['requiredProperties'])}: add it`;
    case 'enum':
      return `must be one of ${list(given['allowedValues'])}`;
    case 'format':
      return `must be ${formWords[String(given['format'])] ?? `of the form ${String(given['format'])}`}`;
    case 'pattern': {
      const pattern = String(given['pattern']);
      return `must be ${formWords[pattern] ?? `of the form ${pattern}`}`;
    }
    case 'maximum':
      return `must be ${String(given['limit'])} at most`;
    case 'minimum':
      return `must be ${String(given['limit'])} at least`;
    case 'minItems':
      return `must have ${String(given['limit'])} entries at least`;
    case 'maxItems':
      return `must have ${String(given['limit'])} entries at most`;
    case 'type':
      return `must be ${typeWords[list(given['type'])] ?? list(given['type'])}`;
    default:
      return message;
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text; put it between quotes when it looks like a number',
  array: 'a list: each entry on a line that begins with a hyphen',
  object: 'a group of fields, one a line',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
};

function patternOf(schema: TSchema): string {
  return String((schema as { readonly pattern?: unknown }).pattern);
}

function list(values: unknown): string {
  return Array.isArray(values) ? values.join(', ') : String(values);
}
