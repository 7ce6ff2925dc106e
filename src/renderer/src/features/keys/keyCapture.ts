import { ref } from 'vue';

/** A new key is being pressed in the settings: until it is known no key does what it did. */
export const capturingKey = ref(false);
