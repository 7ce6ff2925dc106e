/** RFC 4475 §3.2 to §3.4: the transaction layer, the application, and RFC 2543. */
import { length, message, SDP, sdp } from './torture.ts';
import type { TortureMessage } from './torture.ts';

const BODY = sdp('192.0.2.15');

export const LAYERS: readonly TortureMessage[] = [
  {
    name: 'badbranch',
    section: '3.2.1',
    expected: [200],
    frame: ({ contact }) =>
      message([
        `OPTIONS ${contact} SIP/2.0`,
        'To: sip:user@example.com',
        'From: sip:caller@example.org;tag=33242',
        'Max-Forwards: 3',
        'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK',
        'Accept: application/sdp',
        'Call-ID: badbranch.sadonfo23i420jv0as0derf3j3n',
        'CSeq: 8 OPTIONS',
        'l: 0',
      ]),
  },
  {
    name: 'insuf',
    section: '3.3.1',
    expected: [400],
    frame: ({ contact }) =>
      message(
        [
          `INVITE ${contact} SIP/2.0`,
          'CSeq: 193942 INVITE',
          'Via: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf',
          SDP,
          length(BODY),
        ],
        BODY,
      ),
  },
  {
    name: 'unkscm',
    section: '3.3.2',
    expected: [416],
    frame: () =>
      message([
        'OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0',
        'To: sip:user@example.com',
        'From: sip:caller@example.net;tag=384',
        'Max-Forwards: 3',
        'Call-ID: unkscm.nasdfasser0q239nwsdfasdkl34',
        'CSeq: 3923423 OPTIONS',
        'Via: SIP/2.0/TCP host9.example.com;branch=z9hG4bKkdjuw39234',
        'Content-Length: 0',
      ]),
  },
  {
    name: 'novelsc',
    section: '3.3.3',
    expected: [416],
    frame: () =>
      message([
        'OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0',
        'To: sip:user@example.com',
        'From: sip:caller@example.net;tag=384',
        'Max-Forwards: 3',
        'Call-ID: novelsc.asdfasser0q239nwsdfasdkl34',
        'CSeq: 3923423 OPTIONS',
        'Via: SIP/2.0/TCP host9.example.com;branch=z9hG4bKkdjuw39234',
        'Content-Length: 0',
      ]),
  },
  {
    name: 'unksm2',
    section: '3.3.4',
    // 416 of a registrar; this phone is none.
    expected: [400, 405, 416],
    frame: ({ contact }) =>
      message([
        `REGISTER ${contact} SIP/2.0`,
        'To: isbn:2983792873',
        'From: <http://www.example.com>;tag=3234233',
        'Call-ID: unksm2.daksdj@hyphenated-host.example.com',
        'CSeq: 234902 REGISTER',
        'Max-Forwards: 70',
        'Via: SIP/2.0/UDP 192.0.2.21:5060;branch=z9hG4bKkdjuw',
        'Contact: <name:John_Smith>',
        'l: 0',
      ]),
  },
  {
    name: 'bext01',
    section: '3.3.5',
    expected: [420],
    // Proxy-Require is none of a phone's business.
    says: /^Unsupported: nothingSupportsThis, nothingSupportsThisEither\r?$/m,
    frame: ({ contact }) =>
      message([
        `OPTIONS ${contact} SIP/2.0`,
        'To: sip:j_user@example.com',
        'From: sip:caller@example.net;tag=242etr',
        'Max-Forwards: 6',
        'Call-ID: bext01.0ha0isndaksdj',
        'Require: nothingSupportsThis, nothingSupportsThisEither',
        'Proxy-Require: noProxiesSupportThis, norDoAnyProxiesSupportThis',
        'CSeq: 8 OPTIONS',
        'Via: SIP/2.0/TLS fold-and-staple.example.com;branch=z9hG4bKkdjuw',
        'Content-Length: 0',
      ]),
  },
  {
    name: 'invut',
    section: '3.3.6',
    expected: [415],
    says: /^Accept: application\/sdp\r?$/m,
    frame: ({ contact }) => {
      const body = '<audio>\r\n <pcmu port="443"/>\r\n</audio>\r\n';
      return message(
        [
          `INVITE ${contact} SIP/2.0`,
          'Contact: <sip:caller@host5.example.net>',
          'To: sip:j.user@example.com',
          'From: sip:caller@example.net;tag=8392034',
          'Max-Forwards: 70',
          'Call-ID: invut.0ha0isndaksdjadsfij34n23d',
          'CSeq: 235448 INVITE',
          'Via: SIP/2.0/UDP somehost.example.com;branch=z9hG4bKkdjuw',
          'Content-Type: application/unknownformat',
          length(body),
        ],
        body,
      );
    },
  },
  {
    name: 'regaut01',
    section: '3.3.7',
    // 401 of a registrar; this phone is none.
    expected: [405],
    frame: ({ contact }) =>
      message([
        `REGISTER ${contact} SIP/2.0`,
        'To: sip:j.user@example.com',
        'From: sip:j.user@example.com;tag=87321hj23128',
        'Max-Forwards: 8',
        'Call-ID: regaut01.0ha0isndaksdj',
        'CSeq: 9338 REGISTER',
        'Via: SIP/2.0/TCP 192.0.2.253;branch=z9hG4bKkdjuw',
        'Authorization: NoOneKnowsThisScheme opaque-data=here',
        'Content-Length:0',
      ]),
  },
  {
    name: 'multi01',
    section: '3.3.8',
    expected: [400],
    frame: ({ contact }) =>
      message(
        [
          `INVITE ${contact} SIP/2.0`,
          'Contact: <sip:caller@host25.example.net>',
          'Via: SIP/2.0/UDP 192.0.2.25;branch=z9hG4bKkdjuw',
          'Max-Forwards: 70',
          'CSeq: 5 INVITE',
          'Call-ID: multi01.98asdh@192.0.2.1',
          'CSeq: 59 INVITE',
          'Call-ID: multi01.98asdh@192.0.2.2',
          'From: sip:caller@example.com;tag=3413415',
          'To: sip:user@example.com',
          'To: sip:other@example.net',
          'From: sip:caller@example.net;tag=2923420123',
          SDP,
          `l: ${Buffer.byteLength(BODY)}`,
          'Contact: <sip:caller@host36.example.net>',
          'Max-Forwards: 5',
        ],
        BODY,
      ),
  },
  {
    name: 'mcl01',
    section: '3.3.9',
    expected: [400],
    frame: ({ contact }) =>
      message(
        [
          `OPTIONS ${contact} SIP/2.0`,
          'Via: SIP/2.0/UDP host5.example.net;branch=z9hG4bK293423',
          'To: sip:user@example.com',
          'From: sip:other@example.net;tag=3923942',
          'Call-ID: mcl01.fhn2323orihawfdoa3o4r52o3irsdf',
          'CSeq: 15932 OPTIONS',
          'Content-Length: 13',
          'Max-Forwards: 60',
          'Content-Length: 5',
          'Content-Type: text/plain',
        ],
        "There's no way to know how many octets are supposed to be here.\r\n",
      ),
  },
  {
    name: 'bcast',
    section: '3.3.10',
    expected: 'nothing',
    frame: () =>
      message(
        [
          'SIP/2.0 200 OK',
          'Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923',
          'Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23',
          'Call-ID: bcast.0384840201234ksdfak3j2erwedfsASdf',
          'CSeq: 35 INVITE',
          'From: sip:user@example.com;tag=11141343',
          'To: sip:user@example.edu;tag=2229',
          length(BODY),
          SDP,
          'Contact: <sip:user@host28.example.com>',
        ],
        BODY,
      ),
  },
  {
    name: 'zeromf',
    section: '3.3.11',
    // Only who would have to send it on may say 483.
    expected: [200],
    frame: ({ contact }) =>
      message([
        `OPTIONS ${contact} SIP/2.0`,
        'To: sip:user@example.com',
        'From: sip:caller@example.net;tag=3ghsd41',
        'Call-ID: zeromf.jfasdlfnm2o2l43r5u0asdfas',
        'CSeq: 39234321 OPTIONS',
        'Via: SIP/2.0/UDP host1.example.com;branch=z9hG4bKkdjuw2349i',
        'Max-Forwards: 0',
        'Content-Length: 0',
      ]),
  },
  ...[
    'sip:+19725552222@gw1.example.net;unknownparam',
    '<sip:+19725552222@gw1.example.net;unknownparam>',
  ].map((contact, index): TortureMessage => ({
    name: `cparam0${index + 1}`,
    section: `3.3.${12 + index}`,
    expected: [405],
    frame: (phone) =>
      message([
        `REGISTER ${phone.contact} SIP/2.0`,
        'Via: SIP/2.0/UDP saturn.example.com:5060;branch=z9hG4bKkdjuw',
        'Max-Forwards: 70',
        'From: sip:watson@example.com;tag=DkfVgjkrtMwaerKKpe',
        'To: sip:watson@example.com',
        `Call-ID: cparam0${index + 1}.70710@saturn.example.com`,
        `CSeq: ${2 + index} REGISTER`,
        `Contact: ${contact}`,
        'l: 0',
      ]),
  })),
  {
    name: 'regescrt',
    section: '3.3.14',
    expected: [405],
    frame: ({ contact }) =>
      message([
        `REGISTER ${contact} SIP/2.0`,
        'To: sip:user@example.com',
        'From: sip:user@example.com;tag=8',
        'Max-Forwards: 70',
        'Call-ID: regescrt.k345asrl3fdbv@192.0.2.1',
        'CSeq: 14398234 REGISTER',
        'Via: SIP/2.0/UDP host5.example.com;branch=z9hG4bKkdjuw',
        'M: <sip:user@example.com?Route=%3Csip:sip.example.com%3E>',
        'L:0',
      ]),
  },
  {
    name: 'sdp01',
    section: '3.3.15',
    expected: [406],
    frame: ({ contact }) =>
      message(
        [
          `INVITE ${contact} SIP/2.0`,
          'To: sip:j_user@example.com',
          'Contact: <sip:caller@host15.example.net>',
          'From: sip:caller@example.net;tag=234',
          'Max-Forwards: 5',
          'Call-ID: sdp01.ndaksdj9342dasdd',
          'Accept: text/nobodyKnowsThis',
          'CSeq: 8 INVITE',
          'Via: SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKkdjuw',
          length(BODY),
          SDP,
        ],
        BODY,
      ),
  },
  {
    name: 'inv2543',
    section: '3.4.1',
    // No branch, no tag, no length, no Max-Forwards; but no Contact either: RFC 3261 §8.1.1.8.
    expected: [400],
    frame: ({ contact }) =>
      message(
        [
          `INVITE ${contact} SIP/2.0`,
          'Via: SIP/2.0/UDP iftgw.example.com',
          'From: <sip:+13035551111@ift.client.example.net;user=phone>',
          'Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>',
          'To: sip:+16505552222@ss1.example.net;user=phone',
          'Call-ID: inv2543.1717@ift.client.example.com',
          'CSeq: 56 INVITE',
          SDP,
        ],
        'v=0\r\no=mhandley 29739 7272939 IN IP4 192.0.2.5\r\ns=-\r\nc=IN IP4 192.0.2.5\r\nt=0 0\r\nm=audio 49217 RTP/AVP 0\r\n',
      ),
  },
];
