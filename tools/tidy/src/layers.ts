/**
 * Who may import whom: the table of docs/architecture.md in code. A room is a folder of `packages`,
 * `apps` or `tools`. A test reads every import of the house, type imports included, and compares.
 * Change this table with a decision note, not with a commit in passing.
 */

export interface Room {
  readonly layer: 0 | 1 | 2 | 3 | 4 | 'side';
  /** Rooms of the house it may import, besides itself; `everything` for the side rooms. */
  readonly imports: readonly string[] | 'everything';
  /** Touches nothing: no clock, no chance, no disk, no network, no process. */
  readonly pure: boolean;
}

function pure(layer: Room['layer'], imports: readonly string[]): Room {
  return { layer, imports, pure: true };
}

function adapter(...more: string[]): Room {
  return {
    layer: 3,
    imports: ['kernel', 'town', 'register', 'picture', 'office', ...more],
    pure: false,
  };
}

function app(...imports: string[]): Room {
  return { layer: 4, imports, pure: false };
}

const centre = ['kernel', 'town', 'register', 'picture', 'wire', 'office'];
const stores = ['store-postgres', 'store-recordings', 'keyring'];

export const rooms: Readonly<Record<string, Room>> = {
  kernel: pure(0, []),
  town: pure(1, ['kernel']),
  register: pure(1, ['kernel']),
  picture: pure(1, ['kernel']),
  wire: pure(2, ['kernel', 'town']),
  office: pure(2, ['kernel', 'town', 'register', 'picture', 'wire']),
  'store-postgres': adapter(),
  'store-recordings': adapter(),
  keyring: adapter(),
  'camera-rtsp': adapter(),
  'camera-onvif': adapter(),
  // The worker of the mask engine holds its camera's connection itself (architecture, section 3).
  'mask-engine': adapter('camera-rtsp'),
  csu: app(...centre, ...stores, 'mask-engine'),
  recorder: app(
    ...centre,
    'store-recordings',
    'keyring',
    'mask-engine',
    'camera-rtsp',
    'camera-onvif',
  ),
  console: app('kernel', 'town', 'picture', 'wire'),
  gateway: app('kernel', 'town', 'picture', 'wire', 'office', 'camera-rtsp'),
  verify: app('kernel', 'register', 'wire'),
  'town-sim': app('kernel', 'town', 'picture', 'wire', 'camera-rtsp'),
  cli: app(...centre, ...stores, 'mask-engine', 'camera-rtsp', 'csu', 'recorder', 'town-sim'),
  testing: { layer: 'side', imports: 'everything', pure: false },
  tidy: { layer: 'side', imports: 'everything', pure: false },
  bench: { layer: 'side', imports: 'everything', pure: false },
  e2e: { layer: 'side', imports: 'everything', pure: false },
};

/** Rooms that only tests and tools may import. */
export const sideRooms: ReadonlySet<string> = new Set(
  Object.entries(rooms)
    .filter(([, room]) => room.layer === 'side')
    .map(([name]) => name),
);
