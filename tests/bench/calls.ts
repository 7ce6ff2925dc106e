import type { Customer, Laboratory } from '../lab/laboratory/index.ts';
import { firstPacket, forgetFirstPacket } from '../support/firstPacket.ts';
import type { MeasuredPhone } from './phones.ts';
import { treeSeconds } from './processTime.ts';

/** Milliseconds from the click on Call until the INVITE is at the proxy. */
export async function clickToInvite(
  lab: Laboratory,
  phone: MeasuredPhone,
  customer: Customer,
): Promise<number> {
  const clicked = await phone.dial(customer.number);
  await phone.connected();
  const requests = await lab.proxy.requests();
  const invite = requests.findLast(
    ({ method, from, at }) =>
      method === 'INVITE' && from.includes(phone.account.username) && at * 1_000 >= clicked - 1,
  );
  // The first of the two: the one with credentials follows the challenge.
  const first = requests.find(
    ({ method, callId }) => method === 'INVITE' && callId === invite?.callId,
  );
  await phone.hangUp();
  await customer.waitFor('closed');
  if (!first) throw new Error('The INVITE was not seen.');
  return first.at * 1_000 - clicked;
}

/** Milliseconds from the click on Answer until the first audio packet has left. */
export async function answerToFirstPacket(
  phone: MeasuredPhone,
  customer: Customer,
): Promise<number> {
  await forgetFirstPacket(phone.page);
  await customer.call(phone.account.username);
  await phone.ringing();
  const clicked = await phone.answer();
  const at = await firstPacket(phone.page);
  await customer.waitFor('established');
  await phone.hangUp();
  await customer.waitFor('closed');
  return at - clicked;
}

/** Seconds of processor time of the phone's whole browser during a call of `seconds`. */
export async function callCost(
  phone: MeasuredPhone,
  customer: Customer,
  seconds: number,
): Promise<number> {
  await phone.dial(customer.number);
  await phone.connected();
  const before = treeSeconds(phone.browserPid);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  const used = treeSeconds(phone.browserPid) - before;
  await phone.hangUp();
  await customer.waitFor('closed');
  return used;
}
