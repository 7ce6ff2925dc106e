/** RFC 4475 §3.1.1: valid messages. */
import { length, message, SDP, sdp } from './torture.ts';
import type { TortureMessage } from './torture.ts';

export const VALID: readonly TortureMessage[] = [
  {
    name: 'wsinv',
    section: '3.1.1.1',
    // Its To has a tag: it belongs to a dialog that this phone does not know. RFC 3261 §12.2.2.
    expected: [481],
    frame: ({ contact }) => {
      const body = sdp('192.0.2.3');
      return message(
        [
          `INVITE ${contact};unknownparam SIP/2.0`,
          'TO :',
          ' sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n',
          String.raw`from   : "J Rosenberg \\\""       <sip:jdrosen@example.com>`,
          '  ;',
          '  tag = 98asjd8',
          'MaX-fOrWaRdS: 0068',
          'Call-ID: wsinv.ndaksdj@192.0.2.1',
          `Content-Length   : ${Buffer.byteLength(body)}`,
          'cseq: 0009',
          '  INVITE',
          'Via  : SIP  /   2.0',
          ' /UDP',
          '    192.0.2.2;branch=390skdjuw',
          's :',
          'NewFangledHeader:   newfangled value',
          ' continued newfangled value',
          'UnknownHeaderWithUnusualValue: ;;,,;;,;',
          'Content-Type: application/sdp',
          'Route:',
          ' <sip:services.example.com;lr;unknownwith=value;unknown-no-value>',
          'v:  SIP  / 2.0  / TCP     spindle.example.com   ;',
          '  branch  =   z9hG4bK9ikj8  ,',
          ' SIP  /    2.0   / UDP  192.168.255.111   ; branch=',
          ' z9hG4bK30239',
          String.raw`m:"Quoted string \"\"" <sip:jdrosen@example.com> ; newparam =`,
          '      newvalue ;',
          '  secondparam ; q = 0.33',
        ],
        body,
      );
    },
  },
  {
    name: 'intmeth',
    section: '3.1.1.2',
    expected: [405, 501],
    frame: () => {
      const method = "!interesting-Method0123456789_*+`.%indeed'~";
      const user = "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*";
      const word = 'intmeth.word%ZK-!.*_+\'@word`~)(><:\\/"][?}{';
      return message([
        `${method} sip:${user}:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0`,
        "Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~",
        `To: "BEL:\\\u0007 NUL:\\\u0000 DEL:\\\u007F" <sip:${user}@example.com>`,
        "From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%=\"работающий\";tag=_token~1'+`*%!-.",
        `Call-ID: ${word}`,
        `CSeq: 139122385 ${method}`,
        'Max-Forwards: 255',
        "extensionHeader-!.%*+_`'~:\uFEFF大停電",
        'Content-Length: 0',
      ]);
    },
  },
  {
    name: 'esc01',
    section: '3.1.1.3',
    // The first character of our own user part, escaped: still us. RFC 3261 §19.1.4.
    expected: 'rings',
    frame: ({ user, host }) => {
      const escaped = `%${user.charCodeAt(0).toString(16)}${user.slice(1)}`;
      const body = sdp('192.0.2.1');
      return message(
        [
          `INVITE sip:${escaped}@${host} SIP/2.0`,
          'To: sip:%75se%72@example.com',
          'From: <sip:I%20have%20spaces@example.net>;tag=938',
          'Max-Forwards: 87',
          'i: esc01.239409asdfakjkn23onasd0-3234',
          'CSeq: 234234 INVITE',
          'Via: SIP/2.0/UDP host5.example.net;branch=z9hG4bKkdjuw',
          'C: application/sdp',
          'Contact:',
          '  <sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>',
          length(body),
        ],
        body,
      );
    },
  },
  {
    name: 'escnull',
    section: '3.1.1.4',
    expected: [405],
    frame: ({ contact }) =>
      message([
        `REGISTER ${contact} SIP/2.0`,
        'To: sip:null-%00-null@example.com',
        'From: sip:null-%00-null@example.com;tag=839923423',
        'Max-Forwards: 70',
        'Call-ID: escnull.39203ndfvkjdasfkq3w4otrq0adsfdfnavd',
        'CSeq: 14398234 REGISTER',
        'Via: SIP/2.0/UDP host5.example.com;branch=z9hG4bKkdjuw',
        'Contact: <sip:%00@host5.example.com>',
        'Contact: <sip:%00%00@host5.example.com>',
        'L:0',
      ]),
  },
  {
    name: 'esc02',
    section: '3.1.1.5',
    // No escape in a method: this is not REGISTER.
    expected: [405, 501],
    frame: ({ contact }) =>
      message([
        `RE%47IST%45R ${contact} SIP/2.0`,
        'To: "%Z%45" <sip:resource@example.com>',
        'From: "%Z%45" <sip:resource@example.com>;tag=f232jadfj23',
        'Call-ID: esc02.asdfnqwo34rq23i34jrjasdcnl23nrlknsdf',
        'Via: SIP/2.0/TCP host.example.com;branch=z9hG4bK209%fzsnel234',
        'CSeq: 29344 RE%47IST%45R',
        'Max-Forwards: 70',
        'Contact: <sip:alias1@host1.example.com>',
        'C%6Fntact: <sip:alias2@host2.example.com>',
        'Contact: <sip:alias3@host3.example.com>',
        'l: 0',
      ]),
  },
  {
    name: 'lwsdisp',
    section: '3.1.1.6',
    expected: [200],
    frame: ({ contact }) =>
      message([
        `OPTIONS ${contact} SIP/2.0`,
        'To: sip:user@example.com',
        'From: caller<sip:caller@example.com>;tag=323',
        'Max-Forwards: 70',
        'Call-ID: lwsdisp.1234abcd@funky.example.com',
        'CSeq: 60 OPTIONS',
        'Via: SIP/2.0/UDP funky.example.com;branch=z9hG4bKkdjuw',
        'l: 0',
      ]),
  },
  {
    name: 'longreq',
    section: '3.1.1.7',
    expected: 'rings',
    frame: ({ contact }) => {
      const many = (word: string, times: number): string => word.repeat(times);
      const body = sdp('192.0.2.1');
      const name = `unknown-${many('long', 20)}`;
      return message(
        [
          `INVITE ${contact} SIP/2.0`,
          `To: "I have a user name of ${many('extreme', 10)} proportion"<sip:user@example.com:6000;unknownparam1=very${many('long', 20)}value;longparam${many('name', 25)}=shortvalue;very${many('long', 25)}ParameterNameWithNoValue>`,
          `F: sip:${many('amazinglylongcallername', 5)}@example.net;tag=12${many('982', 50)}424;unknownheaderparam${many('name', 20)}=unknowheaderparam${many('value', 15)};unknownValueless${many('paramname', 10)}`,
          `Call-ID: longreq.one${many('really', 20)}longcallid`,
          'CSeq: 3882340 INVITE',
          `Unknown-${many('Long', 20)}-Name: ${name}-value; ${name}-parameter-name = ${name}-parameter-value`,
          'Via: SIP/2.0/TCP sip33.example.com',
          ...Array.from({ length: 31 }, (_, index) => {
            const label = ['v', 'V', 'Via'][index % 3] ?? 'Via';
            return `${label}: SIP/2.0/TCP sip${32 - index}.example.com`;
          }),
          `Via: SIP/2.0/TCP sip.example.com;received=192.0.2.5;branch=very${many('long', 50)}branchvalue`,
          'Max-Forwards: 70',
          `Contact: <sip:${many('amazinglylongcallername', 5)}@host5.example.net>`,
          SDP,
          `l: ${Buffer.byteLength(body)}`,
        ],
        body,
      );
    },
  },
  {
    name: 'dblreq',
    section: '3.1.1.8',
    // What follows the body is to be passed over: the INVITE does not ring.
    expected: [405],
    frame: ({ contact }) => {
      const body = sdp('192.0.2.15').replace('m=video', 'm =video');
      const trailing = message(
        [
          `INVITE ${contact} SIP/2.0`,
          't: sip:joe@example.com',
          'From: sip:caller@example.net;tag=141334',
          'Max-Forwards: 8',
          'Call-ID: dblreq-trailing.0ha0isnda977644900765@192.0.2.15',
          'CSeq: 8 INVITE',
          'Via: SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKkdjuw380234',
          SDP,
          length(body),
        ],
        body,
      );
      return message(
        [
          `REGISTER ${contact} SIP/2.0`,
          'To: sip:j.user@example.com',
          'From: sip:j.user@example.com;tag=43251j3j324',
          'Max-Forwards: 8',
          'I: dblreq.0ha0isndaksdj99sdfafnl3lk233412',
          'Contact: sip:j.user@host.example.com',
          'CSeq: 8 REGISTER',
          'Via: SIP/2.0/UDP 192.0.2.125;branch=z9hG4bKkdjuw23492',
          'Content-Length: 0',
        ],
        `\r\n${trailing}`,
      );
    },
  },
  {
    name: 'semiuri',
    section: '3.1.1.9',
    // The user is `user;par=u@example.net`, who is not us.
    expected: [404],
    frame: ({ host }) =>
      message([
        `OPTIONS sip:user;par=u%40example.net@${host} SIP/2.0`,
        'To: sip:j_user@example.com',
        'From: sip:caller@example.org;tag=33242',
        'Max-Forwards: 3',
        'Call-ID: semiuri.0ha0isndaksdj',
        'CSeq: 8 OPTIONS',
        'Accept: application/sdp, application/pkcs7-mime,',
        '        multipart/mixed, multipart/signed,',
        '        message/sip, message/sipfrag',
        'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKkdjuw',
        'l: 0',
      ]),
  },
  {
    name: 'transports',
    section: '3.1.1.10',
    expected: [200],
    frame: ({ contact }) =>
      message([
        `OPTIONS ${contact} SIP/2.0`,
        'To: sip:user@example.com',
        'From: <sip:caller@example.com>;tag=323',
        'Max-Forwards: 70',
        'Call-ID:  transports.kijh4akdnaqjkwendsasfdj',
        'Accept: application/sdp',
        'CSeq: 60 OPTIONS',
        'Via: SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw',
        'Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf',
        'Via: SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj',
        'Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en',
        'Via: SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee',
        'l: 0',
      ]),
  },
  {
    name: 'mpart01',
    section: '3.1.1.11',
    // Bytes that are no text. Plain text alone is taken as a message: anything but a crash or a 2xx.
    expected: [405, 415, 480, 488],
    frame: ({ contact }) => {
      const boundary = '7a9cbec02ceef655';
      const part = (type: string, content: Buffer): Buffer =>
        Buffer.concat([
          Buffer.from(
            `--${boundary}\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: binary\r\n\r\n`,
          ),
          content,
          Buffer.from('\r\n'),
        ]);
      const body = Buffer.concat([
        part('text/plain', Buffer.from('Hello')),
        part('application/octet-stream', signature()),
        Buffer.from(`--${boundary}--`),
      ]);
      const head = message([
        `MESSAGE ${contact} SIP/2.0`,
        'Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-d87543-4dade06d0bdb11ee-1--d87543-;rport',
        'Max-Forwards: 70',
        'Route: <sip:127.0.0.1:5080>',
        `Identity: ${Buffer.alloc(128, 0xaf).toString('base64')}`,
        'Contact: <sip:fluffy@127.0.0.1:5070>',
        'To: <sip:kumiko@example.org>',
        'From: <sip:fluffy@example.com>;tag=2fb0dcc9',
        'Call-ID: 3d9485ad0c49859b@Zmx1ZmZ5LW1hYy0xNi5sb2NhbA..',
        'CSeq: 1 MESSAGE',
        'Content-Transfer-Encoding: binary',
        `Content-Type: multipart/mixed;boundary=${boundary}`,
        'Date: Sat, 15 Oct 2005 04:44:56 GMT',
        'User-Agent: SIPimp.org/0.2.5 (curses)',
        `Content-Length: ${body.length}`,
      ]);
      return Buffer.concat([Buffer.from(head), body]);
    },
  },
  {
    name: 'unreason',
    section: '3.1.1.12',
    expected: 'nothing',
    frame: () => {
      const body = sdp('192.0.2.198');
      return message(
        [
          'SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое',
          'Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923',
          'Call-ID: unreason.1234ksdfak3j2erwedfsASdf',
          'CSeq: 35 INVITE',
          'From: sip:user@example.com;tag=11141343',
          'To: sip:user@example.edu;tag=2229',
          length(body),
          SDP,
          'Contact: <sip:user@host198.example.com>',
        ],
        body,
      );
    },
  },
  {
    name: 'noreason',
    section: '3.1.1.13',
    expected: 'nothing',
    frame: () =>
      message([
        'SIP/2.0 100 ',
        'Via: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe',
        'Call-ID: noreason.asndj203insdf99223ndf',
        'CSeq: 35 INVITE',
        'From: <sip:user@example.com>;tag=39ansfi3',
        'To: <sip:user@example.edu>;tag=902jndnke3',
        'Content-Length: 0',
        'Contact: <sip:user@host105.example.com>',
      ]),
  },
];

/**
 * Bytes in the shape of the RFC's PKCS #7 signature: an object identifier, a name in plain letters,
 * and every octet there is.
 */
function signature(): Buffer {
  return Buffer.concat([
    Buffer.from([0x30, 0x82, 0x01, 0x52, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01]),
    Buffer.from('Sipit Test Certificate Authority'),
    Buffer.from(Array.from({ length: 256 }, (_, octet) => octet)),
  ]);
}
