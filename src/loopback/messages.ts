/** What the loopback host says to a person at a terminal, in Korean and English. */
export const MESSAGES = {
  'port.taken': ({ port }: { readonly port: number }) => [
    `포트 ${port}번을 다른 프로그램이 쓰고 있습니다. --port로 다른 번호를 주거나 빼고 실행하세요.`,
    `Port ${port} is in use by another program: give another number with --port, or leave it out.`,
  ],
  'port.failed': () => [
    '이 컴퓨터 안에서 쓸 연결을 열지 못했습니다.',
    'The connection within this computer could not be opened.',
  ],
  'arguments.invalid': ({ reason }: { readonly reason: string }) => [
    `실행 옵션이 올바르지 않습니다: ${reason}`,
    `The options are not right: ${reason}`,
  ],
  'renderer.missing': ({ folder }: { readonly folder: string }) => [
    `화면 파일이 ${folder}에 없습니다. 먼저 npm run build를 실행하세요.`,
    `The page is not built in ${folder}: run npm run build first.`,
  ],
  'storage.in-use': ({ folder }: { readonly folder: string }) => [
    `이음이 이미 이 데이터 폴더(${folder})로 실행 중입니다. 먼저 열린 창을 쓰세요.`,
    `Ieum is already running with this data folder (${folder}): use the window that is open.`,
  ],
  'link.handed-over': () => [
    '이미 열린 이음의 번호판으로 번호를 보냈습니다. 전화는 걸지 않았습니다.',
    'The number is in the dial box of the Ieum that is already open; nothing was dialled.',
  ],
  address: ({ url }: { readonly url: string }) => [
    `브라우저 창을 열 수 없으니 이 주소를 크롬이나 엣지에서 여세요: ${url}`,
    `No browser window could be opened, so open this address in Chrome or Edge: ${url}`,
  ],
  'no-sandbox': () => [
    'root로 실행했으므로 브라우저를 샌드박스 없이 엽니다. 일반 사용자로 실행하는 것이 안전합니다.',
    'Running as root, so the browser is opened without its sandbox; an ordinary user is safer.',
  ],
} as const;
