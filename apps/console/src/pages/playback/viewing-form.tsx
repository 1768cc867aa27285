/**
 * Before any recording is seen: which cameras (one to nine), which stretch of time, and the motive
 * (VP-33). The centre writes it in the register and answers with a viewing of limited duration, or
 * with the rule that refuses.
 */

import { type ViewingMotive, viewingMotives } from '@beffroi/town';
import type { CameraView, NewViewingBody, ViewingView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask } from '../../api/client.ts';
import { lentRules, wishEmergency } from '../../api/emergency-wish.ts';
import { RefusalError } from '../../api/refusal.ts';
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { civilText, instantOfCivil } from '../../media/civil-time.ts';
import { Button } from '../../ui/button.tsx';
import { Checklist, Radios } from '../../ui/checkbox.tsx';
import { CivilField } from '../../ui/civil-field.tsx';
import { SearchField, TextField } from '../../ui/field.tsx';
import { ActButton, missingOf } from '../../ui/missing.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { camerasFound } from '../cameras/camera-search.ts';
import { motiveLabel } from './motive-words.ts';

export interface OpenViewing {
  readonly viewing: ViewingView;
  readonly fromMs: number;
  readonly toMs: number;
  /** Where the playhead starts. */
  readonly atMs: number;
  /** A link asked for that very instant: it is shown even where nothing was recorded. */
  readonly isAtChosen: boolean;
}

interface ViewingFormProps {
  readonly cameras: readonly CameraView[];
  /** From a link: cameras and instant that somebody wants to see. */
  readonly wish: ViewingWish;
  readonly onOpen: (viewing: OpenViewing) => void;
}

export interface ViewingWish {
  readonly cameraIds: readonly string[];
  readonly atMs: number | null;
}

const camerasMax = 9;
/** So many are seen at one glance. */
const unsearchedMax = 12;
const hourMs = 3_600_000;

export function ViewingForm({ cameras, wish, onOpen }: ViewingFormProps): ReactElement {
  const t = useText();
  const draft = useDraft(wish, onOpen);
  return (
    <form
      className="p-form b-card"
      aria-labelledby="p-form-title"
      onSubmit={(event) => {
        event.preventDefault();
        draft.submit();
      }}
    >
      <h2 id="p-form-title">{t('Ouvrir une relecture')}</h2>
      <p className="b-quiet">
        {t(
          'Le motif, les caméras et la période sont inscrits au registre avant la première image.',
        )}
      </p>
      <FaultNotice fault={draft.fault} />
      {draft.fault instanceof RefusalError && lentRules.includes(draft.fault.rule) ? (
        <p>
          <Button small icon="alarm" onPress={() => wishEmergency(true)}>
            {t('Accès d’urgence…')}
          </Button>
        </p>
      ) : null}
      <div className="p-form-columns">
        <Radios
          label={t('Motif')}
          choices={viewingMotives.map((value) => ({ value, label: motiveLabel(t, value) }))}
          value={draft.motive ?? ('' as ViewingMotive)}
          onChange={draft.setMotive}
        />
        <div className="b-stack">
          <CameraChoice cameras={cameras} chosen={draft.chosen} onChoose={draft.setChosen} />
          <Period draft={draft} />
          <TextField
            label={t('Précision (facultative)')}
            value={draft.note}
            lines={2}
            maxLength={2000}
            onChange={draft.setNote}
          />
        </div>
      </div>
      <div className="b-row p-form-end">
        <ActButton
          variant="primary"
          icon="playback"
          type="submit"
          isPending={draft.isPending}
          missing={missingOf(t, [
            [draft.motive === null, t('le motif')],
            [draft.chosen.length === 0, t('une caméra')],
            [draft.chosen.length > camerasMax, t('neuf caméras au plus')],
            [draft.periodFault !== 'none', t('la période')],
          ])}
        >
          {t('Ouvrir')}
        </ActButton>
      </div>
    </form>
  );
}

interface Draft {
  readonly chosen: readonly string[];
  readonly setChosen: (chosen: readonly string[]) => void;
  readonly motive: ViewingMotive | null;
  readonly setMotive: (motive: ViewingMotive) => void;
  readonly note: string;
  readonly setNote: (note: string) => void;
  /** Civil texts. */
  readonly from: string;
  readonly setFrom: (from: string) => void;
  readonly to: string;
  readonly setTo: (to: string) => void;
  readonly periodFault: PeriodFault;
  readonly isPending: boolean;
  readonly fault: unknown;
  readonly submit: () => void;
}

function useDraft(wish: ViewingWish, onOpen: (viewing: OpenViewing) => void): Draft {
  const { timeZone } = useMoments();
  const [chosen, setChosen] = useState<readonly string[]>(wish.cameraIds);
  const [motive, setMotive] = useState<ViewingMotive | null>(null);
  const [note, setNote] = useState('');
  const [from, setFrom] = useState(() => civilText(startOf(wish), timeZone));
  const [to, setTo] = useState(() => civilText(endOf(wish), timeZone));
  const fromMs = instantOfCivil(from, timeZone);
  const toMs = instantOfCivil(to, timeZone);
  const open = useMutation({
    mutationFn: (body: NewViewingBody) => ask<ViewingView>('POST', '/api/viewings', body),
    onSuccess: (viewing, body) => {
      const atMs = wish.atMs ?? body.fromMs;
      const isAtChosen = wish.atMs !== null;
      onOpen({ viewing, fromMs: body.fromMs, toMs: body.toMs, atMs, isAtChosen });
    },
  });
  const fault = periodFaultOf(fromMs, toMs);
  const isComplete = chosen.length > 0 && chosen.length <= camerasMax && motive !== null;
  const isReady = isComplete && fault === 'none' && !open.isPending;
  const submit = (): void => {
    if (isReady && fromMs !== undefined && toMs !== undefined) {
      open.mutate({ cameraIds: [...chosen], motive, note: note.trim(), fromMs, toMs });
    }
  };
  return {
    ...{ chosen, setChosen, motive, setMotive, note, setNote, from, setFrom, to, setTo },
    ...{ periodFault: fault, isPending: open.isPending, fault: open.error, submit },
  };
}

function Period({ draft }: { readonly draft: Draft }): ReactElement {
  const t = useText();
  const faults: Record<PeriodFault, string | undefined> = {
    none: undefined,
    empty: undefined,
    order: t('La fin doit suivre le début.'),
    long: t('Trente et un jours au plus.'),
  };
  return (
    <div className="p-period">
      <CivilField
        label={t('Du')}
        hint={t('jj/mm/aaaa hh:mm:ss, heure de la ville')}
        value={draft.from}
        onChange={draft.setFrom}
      />
      <CivilField
        label={t('Au')}
        value={draft.to}
        onChange={draft.setTo}
        fault={faults[draft.periodFault]}
      />
    </div>
  );
}

interface CameraChoiceProps {
  readonly cameras: readonly CameraView[];
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

function CameraChoice({ cameras, chosen, onChoose }: CameraChoiceProps): ReactElement {
  const t = useText();
  const [search, setSearch] = useState('');
  const allowed = cameras.filter((camera) => camera.may.viewRecordings.allowed);
  const found = new Set(camerasFound(allowed, search));
  // What is chosen stays in sight, whatever is looked for next.
  const shown = allowed.filter((camera) => found.has(camera) || chosen.includes(camera.id));
  return (
    <div className="p-camera-choice">
      {allowed.length > unsearchedMax ? (
        <SearchField label={t('Chercher une caméra')} value={search} onChange={setSearch} />
      ) : null}
      <div className="p-cameras">
        <Checklist
          label={t('Caméras ({count} sur 9 au plus)', { count: chosen.length })}
          choices={shown.map(({ id, name, place }) => ({ value: id, label: name, about: place }))}
          values={chosen}
          onChange={onChoose}
          columns={2}
        />
      </div>
    </div>
  );
}

type PeriodFault = 'none' | 'empty' | 'order' | 'long';

function periodFaultOf(fromMs: number | undefined, toMs: number | undefined): PeriodFault {
  if (fromMs === undefined || toMs === undefined) {
    return 'empty';
  }
  if (toMs <= fromMs) {
    return 'order';
  }
  return toMs - fromMs > 31 * 24 * hourMs ? 'long' : 'none';
}

/** The last hour; around the wished instant when a link brought one. */
function startOf(wish: ViewingWish): number {
  return (wish.atMs ?? Date.now() - hourMs / 2) - hourMs / 2;
}

function endOf(wish: ViewingWish): number {
  return wish.atMs === null ? Date.now() : Math.min(Date.now(), wish.atMs + hourMs / 2);
}
