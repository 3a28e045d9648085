import { useHotkeys } from 'react-hotkeys-hook';
import { usePreferences } from './preferences.tsx';

const aDialogIsOpen = (): boolean => document.querySelector('dialog[open]') !== null;

/**
 * Does `action` when one of `keys` is pressed: the letter that the keyboard writes, whatever its layout. Inert in text
 * fields, under a dialog, with Ctrl, Alt or Meta, and when the reader has switched single keys off.
 */
export function useKey(keys: string, action: () => void, enabled = true): void {
  const preferences = usePreferences();
  useHotkeys(keys, action, {
    useKey: true,
    preventDefault: true,
    enabled: enabled && preferences.keys,
    ignoreEventWhen: aDialogIsOpen,
  });
}
