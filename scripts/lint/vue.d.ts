/**
 * For lint only (tsconfig.lint.json): its compiler cannot look into a .vue file, and would take
 * every component for `any`. Types themselves are vue-tsc's business, which can.
 */
declare module '*.vue' {
  import type { DefineComponent } from 'vue';

  const component: DefineComponent;
  export default component;
}
