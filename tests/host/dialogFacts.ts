import type { LeftDialog } from '#shared/domain/call/leftDialog.ts';

/** Of a call that came in by way of a proxy. */
export const DIALOG: LeftDialog = {
  sipCallId: 'a84b4c76e66710@customer.example',
  localTag: 'a6c85cf',
  remoteTag: '1928301774',
  localUri: 'sip:1001@pbx.example',
  remoteUri: 'sip:01099991234@pbx.example',
  remoteTarget: 'sip:01099991234@192.0.2.7:5060',
  routeSet: ['<sip:192.0.2.1;transport=ws;lr>'],
  sequence: 1,
};
