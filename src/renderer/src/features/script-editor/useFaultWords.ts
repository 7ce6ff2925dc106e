import { useI18n } from 'vue-i18n';
import { useScriptEditorStore } from '../../stores/scriptEditorStore.ts';

/** What is wrong with a draft or a file, in words for somebody who has never seen its JSON. */
export function useFaultWords() {
  const { t, te } = useI18n();
  const editor = useScriptEditorStore();

  function faultText(code: string, what = ''): string {
    const key = `scriptEditor.faults.${code}`;
    return t(te(key) ? key : 'scriptEditor.faults.shape', { what });
  }

  /** Of the part itself, for the field beside which it stands. */
  function faultAt(path: string): string | undefined {
    const fault = editor.faults.find((one) => one.path === path);
    return fault && faultText(fault.code, fault.what);
  }

  return { faultText, faultAt };
}
