// A placeholder until the screens arrive.
const app = document.querySelector('#app');
if (app) app.textContent = '이음';
