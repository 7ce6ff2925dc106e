import type { Rule } from 'eslint';

const DISABLES = /^\s*eslint-(disable|disable-line|disable-next-line)\b/;

/** `eslint-disable… rule -- reason`: without a reason nobody can tell whether it still holds. */
export const requireReason: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      reason: 'Say why after the rule: `-- reason`.',
      rule: 'Name the rule that is disabled.',
    },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (!DISABLES.test(comment.value) || !comment.loc) continue;
          const [rules = '', reason = ''] = comment.value.replace(DISABLES, '').split(/\s-{2,}\s/);
          // Before the line's first character: a comment that disables everything disables this
          // rule as well, from where it stands.
          const loc = { line: comment.loc.start.line, column: -1 };
          if (rules.trim() === '') context.report({ loc, messageId: 'rule' });
          if (reason.trim() === '') context.report({ loc, messageId: 'reason' });
        }
      },
    };
  },
};
