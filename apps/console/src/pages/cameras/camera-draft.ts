/**
 * A camera being written down, as fields hold it, and its translation to and from the wire. Pure: the
 * wizard and the edit dialog share it. What is wrong is told field by field, before the centre is asked.
 */

import type { Framing, Purpose } from '@beffroi/town';
import type { CameraView, NewCameraBody } from '@beffroi/wire';
import type { Translate } from '../../i18n/text.ts';
import { isCivilDay } from '../../ui/civil-month.ts';

export interface CameraDraft {
  readonly communeId: string;
  readonly name: string;
  readonly place: string;
  readonly position: NewCameraBody['position'];
  readonly purposes: readonly Purpose[];
  readonly objective: string;
  readonly framing: Framing;
  readonly fastFlow: boolean;
  readonly hasAuthorisation: boolean;
  readonly orderNumber: string;
  readonly from: string;
  readonly until: string;
  readonly retentionDaysMax: number;
  readonly retentionDays: number;
  readonly mainUrl: string;
  readonly subUrl: string;
  readonly username: string;
  readonly password: string;
}

export const emptyDraft: CameraDraft = {
  communeId: '',
  name: '',
  place: '',
  position: null,
  purposes: [],
  objective: '',
  framing: 'wide',
  fastFlow: false,
  hasAuthorisation: false,
  orderNumber: '',
  from: '',
  until: '',
  retentionDaysMax: 15,
  retentionDays: 15,
  mainUrl: '',
  subUrl: '',
  username: '',
  password: '',
};

export function draftOf(camera: CameraView): CameraDraft {
  const order = camera.authorisation;
  return {
    ...emptyDraft,
    communeId: camera.communeId,
    name: camera.name,
    place: camera.place,
    position: camera.position,
    purposes: camera.purposes,
    objective: camera.objective,
    framing: camera.framing,
    fastFlow: camera.fastFlow,
    hasAuthorisation: order !== null,
    orderNumber: order?.orderNumber ?? '',
    from: order?.from ?? '',
    until: order?.until ?? '',
    retentionDaysMax: order?.retentionDaysMax ?? emptyDraft.retentionDaysMax,
    retentionDays: camera.retentionDays,
    mainUrl: camera.mainUrl ?? '',
    subUrl: camera.subUrl ?? '',
  };
}

/** Body of `POST /api/cameras`; ask `faultsOf` first. */
export function bodyOf(draft: CameraDraft): NewCameraBody {
  return {
    communeId: draft.communeId,
    name: draft.name.trim(),
    place: draft.place.trim(),
    position: draft.position,
    purposes: [...draft.purposes],
    objective: draft.objective.trim(),
    framing: draft.framing,
    fastFlow: draft.fastFlow,
    authorisation: draft.hasAuthorisation
      ? {
          orderNumber: draft.orderNumber.trim(),
          from: draft.from,
          until: draft.until,
          retentionDaysMax: draft.retentionDaysMax,
        }
      : null,
    retentionDays: draft.retentionDays,
    mainUrl: draft.mainUrl.trim(),
    subUrl: orNull(draft.subUrl),
    username: orNull(draft.username),
    password: orNull(draft.password),
  };
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

export type DraftField =
  | 'communeId'
  | 'name'
  | 'place'
  | 'purposes'
  | 'objective'
  | 'orderNumber'
  | 'from'
  | 'until'
  | 'retentionDays'
  | 'mainUrl'
  | 'subUrl';
export type DraftFaults = Partial<Record<DraftField, string>>;

const rtsp = /^rtsps?:\/\/./;

/** What is wrong with the addresses. */
export function addressFaults(t: Translate, draft: CameraDraft): DraftFaults {
  const faults: DraftFaults = {};
  if (!rtsp.test(draft.mainUrl)) {
    faults.mainUrl = t('L’adresse commence par rtsp:// ou rtsps://.');
  }
  if (draft.subUrl !== '' && !rtsp.test(draft.subUrl)) {
    faults.subUrl = t('L’adresse commence par rtsp:// ou rtsps://.');
  }
  return faults;
}

/** What is wrong with the card. */
export function cardFaults(t: Translate, draft: CameraDraft): DraftFaults {
  const empty = t('À remplir.');
  const faults: DraftFaults = {};
  for (const field of ['communeId', 'name', 'place', 'objective'] as const) {
    if (draft[field].trim() === '') {
      faults[field] = empty;
    }
  }
  if (draft.purposes.length === 0) {
    faults.purposes = t('Au moins une finalité (VP-01).');
  }
  return draft.hasAuthorisation ? { ...faults, ...orderFaults(t, draft) } : faults;
}

function orderFaults(t: Translate, draft: CameraDraft): DraftFaults {
  const faults: DraftFaults = {};
  if (draft.orderNumber.trim() === '') {
    faults.orderNumber = t('À remplir.');
  }
  if (!isCivilDay(draft.from)) {
    faults.from = t('À remplir.');
  }
  if (!isCivilDay(draft.until) || draft.until <= draft.from) {
    faults.until = t('Après le premier jour.');
  }
  if (draft.retentionDays > draft.retentionDaysMax) {
    faults.retentionDays = t('Plus long que l’autorisation ne le permet.');
  }
  return faults;
}
