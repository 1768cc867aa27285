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
import { useMoments } from '../../i18n/moments.ts';
import { useText } from '../../i18n/text.ts';
import { civilText, instantOfCivil } from '../../media/civil-time.ts';
import { Button } from '../../ui/button.tsx';
import { Checklist, Radios } from '../../ui/checkbox.tsx';
import { TextField } from '../../ui/field.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { CivilField } from './civil-field.tsx';
import { motiveLabel } from './motive-words.ts';

export interface OpenViewing {
  readonly viewing: ViewingView;
  readonly fromMs: number;
  readonly toMs: number;
  /** Where the playhead starts. */
  readonly atMs: number;
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
const hourMs = 3_600_000;

export function ViewingForm({ cameras, wish, onOpen }: ViewingFormProps): ReactElement {
  const t = useText();
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
      onOpen({ viewing, fromMs: body.fromMs, toMs: body.toMs, atMs });
    },
  });
  const period = periodFault(fromMs, toMs);
  const isReady =
    chosen.length > 0 && chosen.length <= camerasMax && motive !== null && period === 'none';
  const submit = (): void => {
    if (isReady && fromMs !== undefined && toMs !== undefined) {
      open.mutate({ cameraIds: [...chosen], motive, note: note.trim(), fromMs, toMs });
    }
  };
  return (
    <form
      className="p-form b-card"
      aria-labelledby="p-form-title"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2 id="p-form-title">{t('Ouvrir une relecture')}</h2>
      <p className="b-quiet">
        {t(
          'Le motif, les caméras et la période sont inscrits au registre avant la première image.',
        )}
      </p>
      <FaultNotice fault={open.error} />
      <div className="p-form-columns">
        <Radios
          label={t('Motif')}
          choices={viewingMotives.map((value) => ({ value, label: motiveLabel(t, value) }))}
          value={motive ?? ('' as ViewingMotive)}
          onChange={setMotive}
        />
        <div className="b-stack">
          <CameraChoice cameras={cameras} chosen={chosen} onChoose={setChosen} />
          <div className="p-period">
            <CivilField
              label={t('Du')}
              hint={t('jj/mm/aaaa hh:mm:ss, heure de la ville')}
              value={from}
              onChange={setFrom}
            />
            <CivilField
              label={t('Au')}
              value={to}
              onChange={setTo}
              fault={
                period === 'order'
                  ? t('La fin doit suivre le début.')
                  : period === 'long'
                    ? t('Trente et un jours au plus.')
                    : undefined
              }
            />
          </div>
          <TextField
            label={t('Précision (facultative)')}
            value={note}
            lines={2}
            maxLength={2000}
            onChange={setNote}
          />
        </div>
      </div>
      <div className="b-row p-form-end">
        <Button
          variant="primary"
          icon="playback"
          type="submit"
          isDisabled={!isReady || open.isPending}
        >
          {t('Ouvrir')}
        </Button>
        {isReady ? null : (
          <span className="b-quiet b-small">
            {t('Choisissez un motif, une à neuf caméras et une période.')}
          </span>
        )}
      </div>
    </form>
  );
}

interface CameraChoiceProps {
  readonly cameras: readonly CameraView[];
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

function CameraChoice({ cameras, chosen, onChoose }: CameraChoiceProps): ReactElement {
  const t = useText();
  const allowed = cameras.filter((camera) => camera.may.viewRecordings.allowed);
  return (
    <div className="p-cameras">
      <Checklist
        label={t('Caméras ({count} sur 9 au plus)', { count: chosen.length })}
        choices={allowed.map((camera) => ({
          value: camera.id,
          label: camera.name,
          about: camera.place,
        }))}
        values={chosen}
        onChange={onChoose}
        columns={2}
      />
    </div>
  );
}

function periodFault(
  fromMs: number | undefined,
  toMs: number | undefined,
): 'none' | 'empty' | 'order' | 'long' {
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
