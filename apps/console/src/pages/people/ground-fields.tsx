/**
 * On what a clearance rests (OPS-14): the kind of person, and the day of each paper that this kind
 * has. The form asks for the papers the law wants; whether they fit the days is the law's answer.
 */

import { type ClearanceGround, type ClearanceKind, clearanceKinds } from '@beffroi/town';
import type { ReactElement } from 'react';
import { useText } from '../../i18n/text.ts';
import { DateField } from '../../ui/date-field.tsx';
import { Select } from '../../ui/select.tsx';
import { groundLabel } from '../../words/labels.ts';

export const emptyGround: ClearanceGround = {
  kind: 'approved-agent',
  prefectApproval: null,
  prosecutorApproval: null,
  oath: null,
};

/** Whether every paper that this kind wants has its day. */
export function isGroundComplete(ground: ClearanceGround, opensPictures: boolean): boolean {
  switch (ground.kind) {
    case 'police-officer':
      return (
        ground.prefectApproval !== null &&
        ground.prosecutorApproval !== null &&
        ground.oath !== null
      );
    case 'approved-agent':
      return ground.prefectApproval !== null;
    default:
      return !opensPictures;
  }
}

interface GroundFieldsProps {
  readonly ground: ClearanceGround;
  readonly opensPictures: boolean;
  readonly onChange: (ground: ClearanceGround) => void;
}

export function GroundFields({ ground, opensPictures, onChange }: GroundFieldsProps): ReactElement {
  const t = useText();
  const { kind } = ground;
  const choose = (chosen: ClearanceKind): void =>
    onChange({
      kind: chosen,
      prefectApproval: chosen === 'without-pictures' ? null : ground.prefectApproval,
      prosecutorApproval: chosen === 'police-officer' ? ground.prosecutorApproval : null,
      oath: chosen === 'without-pictures' ? null : ground.oath,
    });
  const dayField = (
    name: 'prefectApproval' | 'prosecutorApproval' | 'oath',
    label: string,
    isRequired: boolean,
  ) => (
    <DateField
      label={label}
      value={ground[name] ?? ''}
      onChange={(day) => onChange({ ...ground, [name]: day === '' ? null : day })}
      isRequired={isRequired}
    />
  );
  const isOfficer = kind === 'police-officer';
  return (
    <>
      <Select
        label={t('Fondement')}
        {...(kind === 'without-pictures' && opensPictures
          ? { hint: t('Ces droits ouvrent des images : il y faut un agrément.') }
          : {})}
        value={kind}
        onChange={choose}
        choices={clearanceKinds.map((value) => ({ value, label: groundLabel(t, value) }))}
      />
      {kind === 'without-pictures' ? null : (
        <div className="p-fields">
          {dayField('prefectApproval', t('Agrément du préfet'), true)}
          {isOfficer ? dayField('prosecutorApproval', t('Agrément du procureur'), true) : null}
          {dayField('oath', t('Prestation de serment'), isOfficer)}
        </div>
      )}
    </>
  );
}
