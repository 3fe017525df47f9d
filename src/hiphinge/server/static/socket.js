// A connection to the app that is given up where it does not open: a network that is gone swallows what is sent, and a
// browser then waits for minutes.
const OPENS_WITHIN_MS = 5000;

// hung: called with the connection that did not open; it is closed after that.
export function openSocket(path, hung) {
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}${path}`);
  const late = setTimeout(() => { hung(socket); socket.close(); }, OPENS_WITHIN_MS);
  for (const event of ["open", "close"]) socket.addEventListener(event, () => clearTimeout(late));
  return socket;
}
