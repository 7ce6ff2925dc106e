// First of all: it has to be said before any schema is made.
import './phone/practice/zodWithoutEval.ts';
import { boot } from './boot.ts';

const root = document.querySelector<HTMLElement>('#app');
if (root) void boot(root);
