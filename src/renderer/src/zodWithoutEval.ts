import * as z from 'zod';

/**
 * zod compiles schemas with `new Function` where it may, and finds out by trying as soon as a schema
 * is made: under the content security policy every try is a reported violation. Import this before
 * any module that makes a schema.
 */
z.config({ jitless: true });
