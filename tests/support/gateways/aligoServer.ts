import { filesOf, formOf } from './localGateway.ts';
import type { GatewayState, Vendor, VendorAnswer } from './localGateway.ts';

const KEY = 'zt5p0p7c6we0w7cw9zccjuagcxyh8q5x';
const USER = 'alipeople';

/** As https://smartsms.aligo.in/admin/api/spec.html has it: 200 always, and a result_code. */
export const aligoServer: Vendor = {
  name: 'Aligo',
  secret: { field: 'apiKey', value: KEY },
  settings: (server) => ({
    ...{ kind: 'aligo', id: 'aligo', name: 'Aligo', on: true, server, userId: USER },
    ...{ testMode: false, from: '025550100', encoding: 'cp949', newline: 'lf' },
    ...{ forms: ['sms', 'lms', 'mms'], numberKinds: ['mobile'] },
  }),
  answer(request, state) {
    const form = formOf(request);
    if (form.get('key') !== KEY || form.get('user_id') !== USER)
      return said(-101, '인증오류입니다.');
    switch (request.url.pathname) {
      case '/send/':
        state.pictures.push(...filesOf(request));
        return take(form, state);
      case '/sms_list/':
        return said(1, 'success', { list: [{ sms_state: STATES[state.delivery] }], next_yn: 'N' });
      case '/remain/':
        return said(1, 'success', { SMS_CNT: 5_555, LMS_CNT: 1_998, MMS_CNT: 833 });
      default:
        return { status: 404, json: {} };
    }
  },
};

const STATES = { pending: '전송중', delivered: '발송완료', failed: '결번' } as const;

function said(result_code: number, message: string, more: object = {}): VendorAnswer {
  // It writes its codes now as a number and now as a word.
  return { status: 200, json: { result_code: String(result_code), message, ...more } };
}

function take(form: ReadonlyMap<string, string>, state: GatewayState): VendorAnswer {
  const field = (name: string): string => form.get(name) ?? '';
  if (!state.registered.includes(field('sender')))
    return said(-103, '등록되지 않은 발신번호입니다.');
  if (!state.hasBalance) return said(-201, '보유건수가 부족합니다.');
  state.taken.push({
    ...{ to: field('receiver'), from: field('sender'), body: field('msg') },
    ...{ form: field('msg_type').toLowerCase(), subject: field('title'), advertising: false },
    pictures: ['image1', 'image2', 'image3'].filter((name) => form.has(name)).length,
  });
  const about = { success_cnt: 1, error_cnt: 0, msg_type: field('msg_type') };
  return said(1, 'success', { msg_id: String(9_000 + state.taken.length), ...about });
}
