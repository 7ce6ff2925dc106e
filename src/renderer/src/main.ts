// First of all: it has to be said before any schema is made.
import './zodWithoutEval.ts';
import { boot } from './boot.ts';

const root = document.querySelector<HTMLElement>('#app');
if (root) void boot(root);
