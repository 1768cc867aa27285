/**
 * A new clearance (VP-40): by which authority, on which approvals, for which communes or cameras,
 * which rights, which days. What the law refuses it says itself; the form asks for what is missing.
 */

import { type ClearanceGround, pictureRights, type Right, rights } from '@beffroi/town';
import type { NewClearanceBody, PersonView } from '@beffroi/wire';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { ask, invalidate } from '../../api/client.ts';
import { type Translate, useText } from '../../i18n/text.ts';
import { Checklist } from '../../ui/checkbox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { DialogActs } from '../../ui/dialog-acts.tsx';
import { TextField } from '../../ui/field.tsx';
import { missingOf } from '../../ui/missing.tsx';
import { FaultNotice } from '../../ui/notice.tsx';
import { rightLabel } from '../../words/labels.ts';
import { emptyGround, GroundFields, isGroundComplete } from './ground-fields.tsx';
import { areCamerasNamed, type Scope, ScopeFields } from './scope-fields.tsx';

interface NewClearanceProps {
  readonly person: PersonView;
  readonly onClose: () => void;
}

/** A clearance being written, before it is one. */
interface ClearanceDraft {
  readonly authority: string;
  readonly ground: ClearanceGround;
  readonly scope: Scope;
  readonly rights: readonly Right[];
  /** First and last day, `2026-03-03`. */
  readonly from: string;
  readonly until: string;
}

function today(plusYears: number): string {
  const day = new Date();
  day.setFullYear(day.getFullYear() + plusYears);
  return day.toISOString().slice(0, 10);
}

function firstDraft(): ClearanceDraft {
  return {
    authority: '',
    ground: emptyGround,
    scope: { communeIds: [], cameraIds: null, groupIds: [] },
    rights: ['watch-live'],
    from: today(0),
    until: today(1),
  };
}

function isOver({ from, until }: ClearanceDraft): boolean {
  return until !== '' && until < from;
}

/** In the order of the form. */
function missingIn(t: Translate, draft: ClearanceDraft): string | undefined {
  return missingOf(t, [
    [draft.authority.trim() === '', t('l’autorité et son acte')],
    [!isGroundComplete(draft.ground, opensPictures(draft)), t('le fondement')],
    [draft.until === '' || isOver(draft), t('le dernier jour')],
    [draft.rights.length === 0, t('un droit')],
    [draft.scope.communeIds.length === 0, t('une commune')],
    [!areCamerasNamed(draft.scope), t('les caméras')],
  ]);
}

function opensPictures({ rights: given }: ClearanceDraft): boolean {
  return pictureRights.some((right) => given.includes(right));
}

function bodyOf({ scope, ...draft }: ClearanceDraft): NewClearanceBody {
  return {
    ...draft,
    authority: draft.authority.trim(),
    ground: { ...draft.ground },
    communeIds: [...scope.communeIds],
    cameraIds: scope.cameraIds === null ? null : [...scope.cameraIds],
    groupIds: [...scope.groupIds],
    rights: [...draft.rights],
  };
}

export function NewClearance({ person, onClose }: NewClearanceProps): ReactElement {
  const t = useText();
  const [draft, setDraft] = useState(firstDraft);
  const add = useMutation({
    mutationFn: (body: NewClearanceBody) =>
      ask<PersonView>('POST', `/api/people/${person.id}/clearances`, body),
    onSuccess: () => {
      invalidate(['people']);
      onClose();
    },
  });
  return (
    <Dialog
      title={t('Habiliter {name}', { name: person.displayName })}
      isOpen
      onClose={onClose}
      actions={
        <DialogActs
          label={t('Habiliter')}
          variant="primary"
          missing={missingIn(t, draft)}
          isPending={add.isPending}
          onPress={() => add.mutate(bodyOf(draft))}
          onCancel={onClose}
        />
      }
    >
      <div className="b-stack">
        <ClearanceFields
          draft={draft}
          onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
        <FaultNotice fault={add.error} />
      </div>
    </Dialog>
  );
}

interface ClearanceFieldsProps {
  readonly draft: ClearanceDraft;
  readonly onChange: (part: Partial<ClearanceDraft>) => void;
}

function ClearanceFields({ draft, onChange }: ClearanceFieldsProps): ReactElement {
  const t = useText();
  return (
    <>
      <TextField
        label={t('Autorité et acte')}
        hint={t('Par exemple : Maire, arrêté du 3 mars 2026')}
        value={draft.authority}
        onChange={(authority) => onChange({ authority })}
        maxLength={200}
        isRequired
      />
      <GroundFields
        ground={draft.ground}
        opensPictures={opensPictures(draft)}
        onChange={(ground) => onChange({ ground })}
      />
      <div className="p-fields">
        <DateField
          label={t('Du')}
          value={draft.from}
          onChange={(from) => onChange({ from })}
          isRequired
        />
        <DateField
          label={t('Au (inclus)')}
          value={draft.until}
          onChange={(until) => onChange({ until })}
          fault={isOver(draft) ? t('Après le premier jour.') : undefined}
          isRequired
        />
      </div>
      <Checklist
        label={t('Droits')}
        columns={2}
        choices={rights.map((value) => ({ value, label: rightLabel(t, value) }))}
        values={draft.rights}
        onChange={(chosen) => onChange({ rights: chosen })}
      />
      <ScopeFields scope={draft.scope} onChange={(scope) => onChange({ scope })} />
    </>
  );
}
