import { describe, expect, test } from 'vitest';
import { editOf, type FormValues, formErrors, formValues, touched } from './edit';
import { titleOf } from './title';

const before: FormValues = formValues({
  hostname: 'vaultwarden',
  memoryMiB: 2048,
  swapMiB: 512,
  cores: 1,
  tags: ['passwords', 'web'],
  onboot: true,
});
const edited = (changes: Partial<FormValues>) => editOf(104, touched(before, { ...before, ...changes }));
const title = (changes: Partial<FormValues>) => {
  const edit = edited(changes);
  return edit.ok ? titleOf('vaultwarden', before, edit.value) : null;
};

describe('editOf', () => {
  test('sends only what was touched', () => {
    expect(touched(before, before)).toEqual({});
    expect(edited({ memoryMiB: '3,072' })).toEqual({ ok: true, value: { vmid: 104, set: { memoryMiB: 3072 } } });
  });

  test('an empty field goes back to Proxmox’s default', () => {
    expect(edited({ cores: '' })).toEqual({ ok: true, value: { vmid: 104, unset: ['cores'] } });
  });

  test('tags are taken however they are separated', () => {
    expect(edited({ tags: 'web, VPN;passwords web' })).toEqual({
      ok: true,
      value: { vmid: 104, set: { tags: ['passwords', 'vpn', 'web'] } },
    });
  });

  test('the startup order is one value of three', () => {
    expect(edited({ startupOrder: '2', startupUp: '30' })).toEqual({
      ok: true,
      value: { vmid: 104, set: { startup: { order: 2, upSeconds: 30 } } },
    });
    const had = formValues({ ...base, startup: { order: 2 } });
    expect(editOf(104, touched(had, { ...had, startupOrder: '' }))).toEqual({
      ok: true,
      value: { vmid: 104, unset: ['startup'] },
    });
  });

  test('what is not a number is named with what is accepted', () => {
    expect(edited({ memoryMiB: '3 GiB', swapMiB: '' })).toEqual({
      ok: false,
      error: [
        { field: 'memoryMiB', given: '3 GiB', accepted: 'a whole number of MiB, 16 or more' },
        { field: 'swapMiB', given: 'nothing', accepted: 'a whole number of MiB, or 0' },
      ],
    });
  });
});

const base = { hostname: 'vaultwarden', memoryMiB: 2048, swapMiB: 512, tags: [], onboot: true };

test('the engine’s errors come back to their fields', () => {
  const at = (field: string) => ({ field, given: 'x', accepted: 'y' });
  const errors = formErrors(
    ['edits.0.set.memoryMiB', 'edits.0.set.tags.1', 'edits.0.set.startup.upSeconds', 'edits.0'].map(at),
  );
  expect(Object.keys(errors).sort()).toEqual(['form', 'memoryMiB', 'startupUp', 'tags']);
});

test('titles say the result', () => {
  expect(title({})).toBe('');
  expect(title({ memoryMiB: '3072' })).toBe('vaultwarden gets 3 GiB');
  expect(title({ memoryMiB: '3072', cores: '2', onboot: 'no' })).toBe(
    'vaultwarden gets 3 GiB and 2 cores, and no longer starts on boot',
  );
  expect(title({ tags: 'passwords vpn' })).toBe('vaultwarden gets the tag vpn and loses the tag web');
  expect(title({ swapMiB: '0', cores: '' })).toBe('vaultwarden gets no swap and every core');
  expect(title({ startupOrder: '3' })).toBe('vaultwarden starts in place 3');
});
