export function orderText({ id, address, state }) {
  return `#${id} ${address}: ${state}`;
}
