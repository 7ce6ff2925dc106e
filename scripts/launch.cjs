/*
 * Every `npm run` of this project starts here: CommonJS and old syntax, so that even a Node that
 * cannot read TypeScript can say what is wrong. `npm run` puts node_modules/.bin first on PATH,
 * so this is normally the Node 24 pinned in package.json, whatever Node the machine has.
 */
'use strict';

var path = require('path');
var url = require('url');

var major = Number(process.versions.node.split('.')[0]);

if (major < 20) {
  process.stderr.write(
    '이음을 시작하려면 Node.js 20 이상이 필요합니다. 지금은 ' +
      process.version +
      '입니다. Node.js를 새로 설치한 뒤 `npm ci`를 다시 실행해 주세요.\n' +
      'Ieum needs Node.js 20 or newer; this is ' +
      process.version +
      '. Install a newer Node.js, then run `npm ci` again.\n',
  );
  process.exit(1);
} else if (major < 24) {
  process.stderr.write(
    '프로젝트가 쓰는 Node.js 24가 아직 설치되지 않았습니다. `npm ci`를 실행한 뒤 `npm run`으로 다시 시작해 주세요.\n' +
      "The project's own Node.js 24 is not installed yet: run `npm ci`, then start again with `npm run` (this is " +
      process.version +
      ').\n',
  );
  process.exit(1);
} else {
  var file = path.resolve(__dirname, process.argv[2]);
  // The script sees its own name and arguments, as if it had been started directly.
  process.argv.splice(1, 2, file);
  import(url.pathToFileURL(file).href).catch(function (error) {
    console.error(error);
    process.exitCode = 1;
  });
}
