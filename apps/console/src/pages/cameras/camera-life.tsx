/**
 * The life of a camera (VP-09): planned, prefect told, in service, withdrawn. Each step has its date;
 * the next one is a button, and what is still missing for it is said before the law refuses.
 */

import type { CameraStateBody, CameraView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { type Moments, useMoments } from '../../i18n/moments.ts';
import { type Translate, useText } from '../../i18n/text.ts';
import { Button } from '../../ui/button.tsx';
import { isCivilDay } from '../../ui/civil-month.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActs } from '../../ui/dialog-acts.tsx';
import { TextField } from '../../ui/field.tsx';
import { missingOf } from '../../ui/missing.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { stateLabel } from '../../words/labels.ts';

type State = CameraView['state'];
const steps = ['planned', 'notified', 'in-service', 'withdrawn'] as const;

export function CameraLife({ camera }: { readonly camera: CameraView }): ReactElement {
  const t = useText();
  const moments = useMoments();
  const [asked, setAsked] = useState<CameraStateBody['to'] | null>(null);
  const change = useMutation({
    mutationFn: (body: CameraStateBody) => ask('POST', `/api/cameras/${camera.id}/state`, body),
    onSuccess: () => {
      setAsked(null);
      invalidate(['cameras']);
    },
  });
  const missing = missingFor(t, camera);
  const reached = steps.indexOf(camera.state.kind);
  return (
    <section className="b-card b-stack">
      <h3>{t('Sa vie')}</h3>
      <ol className="p-life">
        {steps.map((step, index) => (
          <li key={step} aria-current={index === reached ? 'step' : undefined}>
            <StateBadge tone={index <= reached && isPast(camera.state, step) ? 'good' : 'quiet'}>
              {stateLabel(t, step)}
            </StateBadge>
            <span className="b-quiet b-small">{momentOf(t, moments, camera.state, step)}</span>
          </li>
        ))}
      </ol>
      {missing.length === 0 || camera.state.kind !== 'notified' ? null : (
        <div>
          <p>{t('Avant la mise en service, il manque :')}</p>
          <ul className="p-bullets">
            {missing.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      )}
      <FaultNotice fault={asked === null ? change.error : null} />
      <NextSteps
        camera={camera}
        onAsk={setAsked}
        onServe={() => change.mutate({ to: 'in-service' })}
      />
      {asked === 'notified' || asked === 'withdrawn' ? (
        <StateDialog
          to={asked}
          fault={change.error}
          isPending={change.isPending}
          onSave={(body) => change.mutate(body)}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </section>
  );
}

interface NextStepsProps {
  readonly camera: CameraView;
  readonly onAsk: (to: 'notified' | 'withdrawn') => void;
  readonly onServe: () => void;
}

function NextSteps({ camera, onAsk, onServe }: NextStepsProps): ReactElement {
  const t = useText();
  const { kind } = camera.state;
  const decision = camera.may.manage;
  return (
    <div className="b-row">
      {kind === 'planned' ? (
        <Button variant="primary" decision={decision} onPress={() => onAsk('notified')}>
          {t('Le préfet est informé…')}
        </Button>
      ) : null}
      {kind === 'notified' ? (
        <Button variant="primary" decision={decision} onPress={onServe}>
          {t('Mettre en service')}
        </Button>
      ) : null}
      {kind === 'withdrawn' ? null : (
        <Button variant="danger" decision={decision} onPress={() => onAsk('withdrawn')}>
          {t('Retirer…')}
        </Button>
      )}
    </div>
  );
}

function isPast(state: State, step: (typeof steps)[number]): boolean {
  // A camera may be withdrawn before it served: only what has a date is said to have happened.
  return state.kind !== 'withdrawn' || step === 'withdrawn' || step === 'planned';
}

function momentOf(t: Translate, moments: Moments, state: State, step: string): string {
  if (step === 'notified' && 'noticeDay' in state) {
    return t('le {day}', { day: moments.civilDay(state.noticeDay) });
  }
  if (step === state.kind && 'since' in state) {
    const since = t('depuis le {day}', { day: moments.day(state.since) });
    return state.kind === 'withdrawn' ? `${since} (${state.reason})` : since;
  }
  return '';
}

function missingFor(t: Translate, camera: CameraView): string[] {
  const gaps: (readonly [boolean, string])[] = [
    [camera.authorisation === null, t('l’autorisation du préfet (VP-04)')],
    [camera.mask === null, t('la décision sur les masques (MSK-1)')],
    [camera.purposes.length === 0, t('au moins une finalité (VP-01)')],
    [camera.position === null, t('l’emplacement sur la carte (VP-09)')],
  ];
  return gaps.filter(([isMissing]) => isMissing).map(([, words]) => words);
}

interface StateDialogProps {
  readonly to: 'notified' | 'withdrawn';
  readonly fault: unknown;
  readonly isPending: boolean;
  readonly onSave: (body: CameraStateBody) => void;
  readonly onClose: () => void;
}

function StateDialog({ to, fault, isPending, onSave, onClose }: StateDialogProps): ReactElement {
  const t = useText();
  const [day, setDay] = useState(() => new Date().toISOString().slice(0, 10));
  const [reason, setReason] = useState('');
  const isNotice = to === 'notified';
  const isReady = isNotice ? isCivilDay(day) : reason.trim() !== '';
  const save = (): void =>
    onSave(
      isNotice ? { to: 'notified', noticeDay: day } : { to: 'withdrawn', reason: reason.trim() },
    );
  return (
    <Dialog
      title={isNotice ? t('Le préfet est informé') : t('Retirer la caméra')}
      size="small"
      isOpen
      onClose={onClose}
      actions={
        <DialogActs
          label={isNotice ? t('Inscrire') : t('Retirer')}
          variant={isNotice ? 'primary' : 'danger'}
          missing={missingOf(t, [[!isReady, isNotice ? t('le jour') : t('le motif')]])}
          isPending={isPending}
          onPress={save}
          onCancel={onClose}
        />
      }
    >
      <div className="b-stack">
        {isNotice ? (
          <DateField
            label={t('Jour de l’information')}
            hint={t('Elle précède la mise en service (VP-09).')}
            value={day}
            onChange={setDay}
            isRequired
          />
        ) : (
          <TextField
            label={t('Motif')}
            hint={t('Les enregistrements restent jusqu’à leur terme.')}
            value={reason}
            onChange={setReason}
            maxLength={200}
            isRequired
          />
        )}
        <FaultNotice fault={fault} />
      </div>
    </Dialog>
  );
}
