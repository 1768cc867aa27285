/**
 * What the shape of a town file can't say: keys that are used twice, names that nobody bears, and
 * everything the town's law refuses. All faults are gathered, so that one reading mends them all.
 */

import {
  type Camera,
  checkCamera,
  checkClearance,
  checkMaskChoice,
  type LegalProfile,
  type Refusal,
} from '@beffroi/town';
import type {
  TownFault,
  TownFile,
  TownFileCamera,
  TownFileGroup,
  TownFilePerson,
} from '@beffroi/wire';
import { groundOf } from './bring-people.ts';

export function checkTownFile(file: TownFile, profile: LegalProfile): readonly TownFault[] {
  const people = file.people ?? [];
  const cameras = file.cameras ?? [];
  const groups = file.groups ?? [];
  const known: Known = {
    communes: new Set(file.communes.map((commune) => commune.insee)),
    logins: new Set(people.map((person) => person.login)),
    keys: new Set(cameras.map((camera) => camera.key)),
    communeOfCamera: new Map(cameras.map(({ key, commune }) => [key, commune])),
    communeOfGroup: new Map(groups.map(({ key, commune }) => [key, commune])),
  };
  return [
    ...twice(
      'communes',
      'insee',
      file.communes.map((commune) => commune.insee),
    ),
    ...twice(
      'people',
      'login',
      people.map((person) => person.login),
    ),
    ...twice(
      'cameras',
      'key',
      cameras.map((camera) => camera.key),
    ),
    ...twice(
      'groups',
      'key',
      groups.map((group) => group.key),
    ),
    ...groups.flatMap((group, index) => checkGroup(group, `groups/${index}`, known)),
    ...people.flatMap((person, index) => checkPerson(person, `people/${index}`, known, profile)),
    ...cameras.flatMap((camera, index) =>
      checkOneCamera(camera, `cameras/${index}`, known, profile),
    ),
  ];
}

interface Known {
  readonly communes: ReadonlySet<string>;
  readonly logins: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
  /** INSEE codes. */
  readonly communeOfCamera: ReadonlyMap<string, string>;
  readonly communeOfGroup: ReadonlyMap<string, string>;
}

function twice(path: string, field: string, values: readonly string[]): TownFault[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [{ path: `${path}/${index}/${field}`, what: `${value} is used twice: keys are unique` }],
  );
}

function checkPerson(
  person: TownFilePerson,
  path: string,
  known: Known,
  profile: LegalProfile,
): TownFault[] {
  return (person.clearances ?? []).flatMap((clearance, index) => {
    const here = `${path}/clearances/${index}`;
    const ground = groundOf(clearance.ground);
    const checked = checkClearance({ ...clearance, ground }, person.post, profile);
    return [
      ...unknown(`${here}/communes`, clearance.communes, known.communes, 'a commune of this file'),
      ...unknown(`${here}/cameras`, clearance.cameras ?? [], known.keys, 'a camera of this file'),
      ...unknown(
        `${here}/groups`,
        clearance.groups ?? [],
        ofCommunes(known.communeOfGroup, clearance.communes),
        'a group of this file in a commune of this clearance',
      ),
      ...(checked.ok ? [] : [faultOf(here, checked.error)]),
    ];
  });
}

/** OPS-15: a group names cameras of its own commune. */
function checkGroup(group: TownFileGroup, path: string, known: Known): TownFault[] {
  const near = ofCommunes(known.communeOfCamera, [group.commune]);
  return [
    ...unknown(`${path}/commune`, [group.commune], known.communes, 'a commune of this file'),
    ...unknown(`${path}/cameras`, group.cameras, near, 'a camera of this file in this commune'),
  ];
}

function ofCommunes(
  communeOf: ReadonlyMap<string, string>,
  communes: readonly string[],
): ReadonlySet<string> {
  const keys = [...communeOf].filter(([, commune]) => communes.includes(commune));
  return new Set(keys.map(([key]) => key));
}

function unknown(
  path: string,
  values: readonly string[],
  known: ReadonlySet<string>,
  what: string,
): TownFault[] {
  return values
    .filter((value) => !known.has(value))
    .map((value) => ({ path, what: `${value} is not ${what}: correct it or declare it` }));
}

function checkOneCamera(
  camera: TownFileCamera,
  path: string,
  known: Known,
  profile: LegalProfile,
): TownFault[] {
  const checked = checkCamera(lawCamera(camera, profile), profile);
  const masks = camera.masks;
  const drawn = masks === undefined ? null : checkMaskChoice(masks.choice);
  return [
    ...unknown(`${path}/commune`, [camera.commune], known.communes, 'a commune of this file'),
    ...(checked.ok ? [] : [faultOf(path, checked.error)]),
    ...checkState(camera, path),
    ...(drawn === null || drawn.ok ? [] : [faultOf(`${path}/masks`, drawn.error)]),
    ...(masks === undefined
      ? []
      : unknown(
          `${path}/masks/decidedBy`,
          [masks.decidedBy],
          known.logins,
          'a person of this file',
        )),
  ];
}

/** OPS-2: neither notified nor in service without the day of notice; no service without an order. */
function checkState(camera: TownFileCamera, path: string): TownFault[] {
  const state = camera.state ?? 'planned';
  const faults: TownFault[] = [];
  if (state !== 'planned' && camera.noticeDay === undefined) {
    faults.push({
      path,
      what: `is ${state} without noticeDay: add the day the prefect was told (OPS-2)`,
    });
  }
  if (state === 'in-service' && camera.authorisation === undefined) {
    faults.push({
      path,
      what: 'is in-service without authorisation: add the prefect’s order (OPS-2)',
    });
  }
  return faults;
}

function faultOf(path: string, refused: Refusal): TownFault {
  return { path, what: `${refused.words.en} (${refused.rule})` };
}

/** The fields of a camera that the town's law looks at. */
export function lawCamera(
  camera: TownFileCamera,
  profile: LegalProfile,
): Pick<
  Camera,
  'name' | 'place' | 'objective' | 'purposes' | 'authorisation' | 'retentionDays' | 'main' | 'sub'
> {
  return {
    name: camera.name,
    place: camera.place,
    objective: camera.objective,
    purposes: camera.purposes,
    authorisation: camera.authorisation ?? null,
    retentionDays: camera.retentionDays ?? profile.retentionDaysDefault,
    main: { url: camera.main },
    sub: camera.sub === undefined ? null : { url: camera.sub },
  };
}
