/**
 * Keeping recordings for justice: framework, reference, who asks, cameras, span and end (HLD-1). It
 * takes a minute with an officer on the telephone: the reference may come later, in writing.
 */

import { type HoldFramework, holdFrameworks } from '@beffroi/town';
import type { HoldView, NewHoldBody } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { useCameras } from '../../api/queries.ts';
import { useMoments } from '../../i18n/moments.ts';
import { type Translate, useText } from '../../i18n/text.ts';
import { civilText, instantOfCivil } from '../../media/civil-time.ts';
import { Checklist, Radios } from '../../ui/checkbox.tsx';
import { CivilField } from '../../ui/civil-field.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActs } from '../../ui/dialog-acts.tsx';
import { TextField } from '../../ui/field.tsx';
import { missingOf } from '../../ui/missing.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { frameworkLabel } from '../../words/labels.ts';

interface Draft {
  readonly framework: HoldFramework;
  readonly channel: NewHoldBody['channel'];
  readonly reference: string;
  readonly requester: string;
  readonly cameraIds: readonly string[];
  /** Civil texts. */
  readonly from: string;
  readonly to: string;
  readonly until: string;
}

const hourMs = 3_600_000;
/** A proposal, to be changed to what the requisition says. */
const daysProposed = 90;

export function NewHold({ onClose }: { readonly onClose: () => void }): ReactElement {
  const t = useText();
  const { timeZone } = useMoments();
  const [draft, setDraft] = useState<Draft>(() => firstDraft(timeZone));
  const body = bodyOf(draft, timeZone);
  const place = useMutation({
    mutationFn: (hold: NewHoldBody) => ask<HoldView>('POST', '/api/holds', hold),
    onSuccess: () => {
      invalidate(['holds']);
      onClose();
    },
  });
  return (
    <Dialog
      title={t('Conserver des images pour la justice')}
      isOpen
      onClose={onClose}
      actions={
        <DialogActs
          label={t('Conserver maintenant')}
          variant="primary"
          missing={missingIn(t, draft, body)}
          isPending={place.isPending}
          onPress={() => body !== null && place.mutate(body)}
          onCancel={onClose}
        />
      }
    >
      <div className="b-stack">
        <p className="b-quiet">
          {t(
            'Dès la réponse, rien de ce qui est choisi n’est effacé avant le terme indiqué. L’acte est inscrit au registre.',
          )}
        </p>
        <Fields draft={draft} onChange={(part) => setDraft((before) => ({ ...before, ...part }))} />
        <FaultNotice fault={place.error} />
      </div>
    </Dialog>
  );
}

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
}

function Fields({ draft, onChange }: FieldsProps): ReactElement {
  const t = useText();
  return (
    <>
      <Radios
        label={t('Cadre')}
        value={draft.framework}
        onChange={(framework) => onChange({ framework })}
        choices={holdFrameworks.map((value) => ({ value, label: frameworkLabel(t, value) }))}
      />
      <Radios
        label={t('Demandée')}
        inline
        value={draft.channel}
        onChange={(channel) => onChange({ channel })}
        choices={[
          { value: 'phone', label: t('par téléphone (caduque sans écrit sous 72 h)') },
          { value: 'written', label: t('par écrit') },
        ]}
      />
      <TextField
        label={t('Officier et service')}
        value={draft.requester}
        onChange={(requester) => onChange({ requester })}
        maxLength={200}
        isRequired
      />
      <TextField
        label={t('Référence de la réquisition ou de la procédure')}
        value={draft.reference}
        onChange={(reference) => onChange({ reference })}
        maxLength={200}
        isRequired
      />
      <CameraChoice chosen={draft.cameraIds} onChoose={(cameraIds) => onChange({ cameraIds })} />
      <Terms draft={draft} onChange={onChange} />
    </>
  );
}

function Terms({ draft, onChange }: FieldsProps): ReactElement {
  const t = useText();
  return (
    <div className="p-hold-terms">
      <CivilField
        label={t('Images du')}
        hint={t('jj/mm/aaaa hh:mm:ss, heure de la ville')}
        value={draft.from}
        onChange={(from) => onChange({ from })}
      />
      <CivilField
        label={t('au')}
        value={draft.to}
        onChange={(to) => onChange({ to })}
        fault={draft.to > draft.from ? undefined : t('La fin doit suivre le début.')}
      />
      <DateField
        label={t('Conserver jusqu’au')}
        hint={t('Un an au plus ; ce jour compris')}
        value={draft.until}
        onChange={(until) => onChange({ until })}
        isRequired
      />
    </div>
  );
}

interface CameraChoiceProps {
  readonly chosen: readonly string[];
  readonly onChoose: (chosen: readonly string[]) => void;
}

function CameraChoice({ chosen, onChoose }: CameraChoiceProps): ReactElement {
  const t = useText();
  const cameras = useCameras().data ?? [];
  return (
    <div className="p-hold-cameras">
      <Checklist
        label={t('Caméras')}
        choices={cameras.map(({ id, name, place }) => ({ value: id, label: name, about: place }))}
        values={chosen}
        onChange={onChoose}
        columns={2}
      />
    </div>
  );
}

function firstDraft(timeZone: string): Draft {
  const nowMs = Date.now();
  return {
    framework: '60-1',
    channel: 'phone',
    reference: '',
    requester: '',
    cameraIds: [],
    from: civilText(nowMs - hourMs, timeZone),
    to: civilText(nowMs, timeZone),
    until: civilText(nowMs + daysProposed * 24 * hourMs, timeZone).slice(0, 10),
  };
}

/** In the order of the form. */
function missingIn(t: Translate, draft: Draft, body: NewHoldBody | null): string | undefined {
  const wants = [
    [draft.requester.trim() === '', t('l’officier et son service')],
    [draft.reference.trim() === '', t('la référence')],
    [draft.cameraIds.length === 0, t('une caméra')],
    [draft.until === '', t('le terme')],
  ] as const;
  const areFieldsMissing = wants.some(([isMissing]) => isMissing);
  return missingOf(t, [...wants, [body === null && !areFieldsMissing, t('la période')]]);
}

/** Null while something is missing. */
function bodyOf(draft: Draft, timeZone: string): NewHoldBody | null {
  const { framework, channel, until } = draft;
  const fromMs = instantOfCivil(draft.from, timeZone);
  const toMs = instantOfCivil(draft.to, timeZone);
  const reference = draft.reference.trim();
  const requester = draft.requester.trim();
  const isWhole = reference !== '' && requester !== '' && draft.cameraIds.length > 0;
  return isWhole && until !== '' && fromMs !== undefined && toMs !== undefined && toMs > fromMs
    ? {
        framework,
        channel,
        reference,
        requester,
        cameraIds: [...draft.cameraIds],
        fromMs,
        toMs,
        until,
      }
    : null;
}
