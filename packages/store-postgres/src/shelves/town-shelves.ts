/** Communes, cameras, masks, people and clearances as rows. */

import type { Id, Instant, Json } from '@beffroi/kernel';
import type {
  Commune,
  MaskShelf,
  Shelf,
  StoredCamera,
  StoredClock,
  StoredImport,
  StoredMaskVersion,
  StoredPerson,
  StoredTown,
} from '@beffroi/office';
import type { Camera, CameraGroup, Clearance, MaskVersion, Person } from '@beffroi/town';
import {
  bytes,
  bytesOrNull,
  type Database,
  json,
  type Row,
  shelf,
  type TableOf,
} from '../shelf.ts';

export function communes(db: Database): Shelf<Commune> {
  return shelf<Commune, Row & Commune>(db, {
    table: 'communes',
    key: 'id',
    toRow: ({ id, name, insee }) => ({ id, name, insee }),
    fromRow: ({ id, name, insee }) => ({ id, name, insee }),
  });
}

interface TownRow extends Row {
  readonly key: 'town';
  readonly name: string;
  readonly four_eyes: StoredTown['fourEyes'];
}

export function town(db: Database): Shelf<StoredTown> {
  return shelf<StoredTown, TownRow>(db, {
    table: 'town',
    key: 'key',
    toRow: ({ key, name, fourEyes }) => ({ key, name, four_eyes: fourEyes }),
    fromRow: ({ key, name, four_eyes }) => ({ key, name, fourEyes: four_eyes }),
  });
}

export function clock(db: Database): Shelf<StoredClock> {
  return shelf<StoredClock, Row & { readonly key: 'clock'; readonly believed_at: Instant }>(db, {
    table: 'clock',
    key: 'key',
    toRow: ({ key, believedAt }) => ({ key, believed_at: believedAt }),
    fromRow: ({ key, believed_at }) => ({ key, believedAt: believed_at }),
  });
}

interface ImportRow extends Row {
  readonly key: string;
  readonly id: string;
  readonly digest: string;
  readonly sealed_password: Uint8Array | null;
}

export function imports(db: Database): Shelf<StoredImport> {
  return shelf<StoredImport, ImportRow>(db, {
    table: 'imports',
    key: 'key',
    toRow: (value) => ({
      key: value.key,
      id: value.id,
      digest: value.digest,
      sealed_password: value.sealedPassword,
    }),
    fromRow: (row) => ({
      key: row.key,
      id: row.id,
      digest: row.digest,
      sealedPassword: bytesOrNull(row.sealed_password),
    }),
  });
}

interface PersonRow extends Row {
  readonly id: Id<'person'>;
  readonly login: string;
  readonly display_name: string;
  readonly post: Person['post'];
  readonly locale: Person['locale'];
  readonly theme: Person['theme'];
  readonly left_at: Instant | null;
  readonly self_test: unknown;
}

export function people(db: Database): Shelf<StoredPerson> {
  return shelf<StoredPerson, PersonRow>(db, {
    table: 'people',
    key: 'id',
    toRow: ({ person, selfTest }) => ({
      id: person.id,
      login: person.login,
      display_name: person.displayName,
      post: person.post,
      locale: person.locale,
      theme: person.theme,
      left_at: person.leftAt,
      self_test: json(selfTest),
    }),
    fromRow: (row) => ({
      person: {
        id: row.id,
        displayName: row.display_name,
        login: row.login,
        post: row.post,
        locale: row.locale,
        theme: row.theme,
        leftAt: row.left_at,
      },
      selfTest: row.self_test as Json | null,
    }),
  });
}

interface ClearanceRow extends Row {
  readonly id: Id<'clearance'>;
  readonly person_id: Id<'person'>;
  readonly authority: string;
  readonly ground: unknown;
  readonly commune_ids: readonly Id<'commune'>[];
  readonly camera_ids: readonly Id<'camera'>[] | null;
  readonly group_ids: readonly Id<'cameraGroup'>[];
  readonly rights: Clearance['rights'];
  readonly first_day: string;
  readonly last_day: string;
  readonly suspended: unknown;
}

export function clearances(db: Database): Shelf<Clearance> {
  return shelf<Clearance, ClearanceRow>(db, {
    table: 'clearances',
    key: 'id',
    toRow: (value) => ({
      id: value.id,
      person_id: value.personId,
      authority: value.authority,
      ground: json(value.ground),
      commune_ids: value.communeIds,
      camera_ids: value.cameraIds,
      group_ids: value.groupIds,
      rights: value.rights,
      first_day: value.from,
      last_day: value.until,
      suspended: json(value.suspended),
    }),
    fromRow: (row) => ({
      id: row.id,
      personId: row.person_id,
      authority: row.authority,
      ground: row.ground as Clearance['ground'],
      communeIds: row.commune_ids,
      cameraIds: row.camera_ids,
      groupIds: row.group_ids,
      rights: row.rights,
      from: row.first_day,
      until: row.last_day,
      suspended: row.suspended as Clearance['suspended'],
    }),
  });
}

interface CameraGroupRow extends Row {
  readonly id: Id<'cameraGroup'>;
  readonly commune_id: Id<'commune'>;
  readonly name: string;
  readonly camera_ids: readonly Id<'camera'>[];
}

export function cameraGroups(db: Database): Shelf<CameraGroup> {
  return shelf<CameraGroup, CameraGroupRow>(db, {
    table: 'camera_groups',
    key: 'id',
    toRow: ({ id, communeId, name, cameraIds }) => ({
      id,
      commune_id: communeId,
      name,
      camera_ids: cameraIds,
    }),
    fromRow: (row) => ({
      id: row.id,
      communeId: row.commune_id,
      name: row.name,
      cameraIds: row.camera_ids,
    }),
  });
}

interface CameraRow extends Row {
  readonly id: Id<'camera'>;
  readonly key: string | null;
  readonly commune_id: Id<'commune'>;
  readonly name: string;
  readonly place: string;
  readonly position: unknown;
  readonly state: unknown;
  readonly purposes: Camera['purposes'];
  readonly objective: string;
  readonly framing: Camera['framing'];
  readonly fast_flow: boolean;
  readonly authorisation: unknown;
  readonly retention_days: number;
  readonly main_url: string;
  readonly sub_url: string | null;
  readonly username: string | null;
  readonly sealed_password: Uint8Array | null;
  readonly mask_version: unknown;
  readonly recorder_id: Id<'recorder'> | null;
  readonly fence: number;
}

export function cameras(db: Database): Shelf<StoredCamera> {
  return shelf<StoredCamera, CameraRow>(db, {
    table: 'cameras',
    key: 'id',
    toRow: cameraRow,
    fromRow: (row) => ({
      camera: cameraOf(row),
      key: row.key,
      username: row.username,
      sealedPassword: bytesOrNull(row.sealed_password),
      recorderId: row.recorder_id,
      fence: row.fence,
    }),
  });
}

function cameraRow({ camera, ...stored }: StoredCamera): CameraRow {
  return {
    id: camera.id,
    key: stored.key,
    commune_id: camera.communeId,
    name: camera.name,
    place: camera.place,
    position: json(camera.position),
    state: json(camera.state),
    purposes: camera.purposes,
    objective: camera.objective,
    framing: camera.framing,
    fast_flow: camera.fastFlow,
    authorisation: json(camera.authorisation),
    retention_days: camera.retentionDays,
    main_url: camera.main.url,
    sub_url: camera.sub?.url ?? null,
    username: stored.username,
    sealed_password: stored.sealedPassword,
    mask_version: json(camera.mask),
    recorder_id: stored.recorderId,
    fence: stored.fence,
  };
}

function cameraOf(row: CameraRow): Camera {
  return {
    id: row.id,
    communeId: row.commune_id,
    name: row.name,
    place: row.place,
    position: row.position as Camera['position'],
    state: row.state as Camera['state'],
    purposes: row.purposes,
    objective: row.objective,
    framing: row.framing,
    fastFlow: row.fast_flow,
    authorisation: row.authorisation as Camera['authorisation'],
    retentionDays: row.retention_days,
    main: { url: row.main_url },
    sub: row.sub_url === null ? null : { url: row.sub_url },
    mask: row.mask_version as Camera['mask'],
  };
}

interface MaskRow extends Row {
  readonly id: string;
  readonly camera_id: string;
  readonly version: unknown;
  readonly reference: Uint8Array | null;
  readonly reference_key_id: string | null;
  readonly reference_key_day: string | null;
  readonly reference_encapsulated: Uint8Array | null;
}

const maskTable: TableOf<StoredMaskVersion, MaskRow> = {
  table: 'mask_versions',
  key: 'id',
  toRow: ({ version, reference }) => ({
    id: version.id,
    camera_id: version.cameraId,
    version: json(version),
    reference: reference?.ciphertext ?? null,
    reference_key_id: reference?.keyId ?? null,
    reference_key_day: reference?.day ?? null,
    reference_encapsulated: reference?.encapsulated ?? null,
  }),
  fromRow: (row) => ({
    version: row.version as MaskVersion,
    reference:
      row.reference && row.reference_key_id && row.reference_key_day && row.reference_encapsulated
        ? {
            keyId: row.reference_key_id,
            day: row.reference_key_day,
            encapsulated: bytes(row.reference_encapsulated),
            ciphertext: bytes(row.reference),
          }
        : null,
  }),
};

export function masks(db: Database): MaskShelf {
  return {
    ...shelf(db, maskTable),
    async withReference() {
      const rows = await db
        .selectFrom('mask_versions')
        .selectAll()
        .where('reference', 'is not', null)
        .orderBy('number')
        .execute();
      return rows.map((row) => maskTable.fromRow(row as MaskRow));
    },
    async ofCamera(cameraId) {
      const rows = await db
        .selectFrom('mask_versions')
        .select('version')
        .where('camera_id', '=', cameraId)
        .orderBy('number', 'desc')
        .execute();
      return rows.map((row) => row['version'] as MaskVersion);
    },
  };
}
