import { expect, test } from 'vitest';
import { leftOutFor, lockIsInstalled, missingTool } from './install.mjs';

const lock = {
  packages: {
    '': { name: 'x' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/for-another-system': { version: '1.0.0', optional: true },
  },
};

test('packages are there when every needed entry of the lock is, in its version', () => {
  expect(lockIsInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
  expect(lockIsInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false);
  expect(lockIsInstalled(lock, { packages: {} })).toBe(false);
});

test('an optional package in another version is not the lock any more', () => {
  const installed = {
    packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/for-another-system': { version: '0.9.0' } },
  };
  expect(lockIsInstalled(lock, installed)).toBe(false);
});

test('packages of this system that the lock leaves out are asked for by name', () => {
  const binaries = {
    'a-linux-x64-gnu': '1.0.0',
    'a-linux-x64-musl': '1.0.0',
    '@a/darwin-arm64': '1.0.0',
    'a-win32-x64-msvc': '1.0.0',
  };
  const made = {
    packages: {
      'node_modules/a': { optionalDependencies: binaries },
      'node_modules/a-linux-x64-gnu': { version: '1.0.0' },
    },
  };
  expect(leftOutFor(made, { platform: 'linux', arch: 'x64', musl: false })).toEqual([]);
  expect(leftOutFor(made, { platform: 'linux', arch: 'x64', musl: true })).toEqual(['a-linux-x64-musl@1.0.0']);
  expect(leftOutFor(made, { platform: 'darwin', arch: 'arm64', musl: false })).toEqual(['@a/darwin-arm64@1.0.0']);
  expect(leftOutFor(made, { platform: 'win32', arch: 'x64', musl: false })).toEqual(['a-win32-x64-msvc@1.0.0']);
});

test.each([
  ['gyp ERR! stack Error: not found: make', /C\+\+ compiler/],
  ['make: g++: No such file or directory\n/bin/sh: 1: g++: not found', /C\+\+ compiler/],
  ['gyp ERR! find Python Could not find any Python installation to use', /Python/],
  ['npm error code EAI_AGAIN\nnpm error request failed', /registry/],
  ['npm error code ENOSPC', /space/],
])('a failed installation says what is missing: %s', (output, sentence) => {
  expect(missingTool(output)).toMatch(sentence);
});

test('another failure is not guessed at', () => {
  expect(missingTool('npm error Cannot read properties of undefined')).toBeNull();
});
