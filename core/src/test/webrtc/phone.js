// A phone in a page, for tests: JsSIP does the calling; what is heard is kept as 8 kHz samples.
import JsSIP from 'jssip';

const RATE = 8000;
const SECONDS_MAX = 60;

let agent;
let session;
let served;
let state = 'new';
let cause = '';
const heard = [];

function followed(connection) {
  connection.addEventListener('track', event => {
    // A remote track is silent unless somebody plays it.
    const player = document.createElement('audio');
    player.autoplay = true;
    player.srcObject = event.streams[0];
    document.body.append(player);
    listen(event.track).catch(error => (cause = String(error)));
  });
}

async function listen(track) {
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    keep(next.value);
    next.value.close();
  }
}

// G.711 has nothing above 4 kHz, so leaving samples out folds nothing back.
function keep(audio) {
  const samples = new Float32Array(audio.numberOfFrames);
  audio.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
  const step = audio.sampleRate / RATE;
  for (let i = 0; i < samples.length && heard.length < RATE * SECONDS_MAX; i += step) {
    heard.push(Math.round(samples[Math.floor(i)] * 32767));
  }
}

function taken(next) {
  session = next;
  state = next.direction === 'incoming' ? 'rings' : 'calls';
  next.on('peerconnection', event => followed(event.peerconnection));
  if (next.connection) followed(next.connection);
  next.on('confirmed', () => (state = 'talks'));
  next.on('ended', event => ((state = 'ended'), (cause = event.cause)));
  next.on('failed', event => ((state = 'failed'), (cause = event.cause)));
}

const options = { mediaConstraints: { audio: true, video: false } };

// What the connection counts; kept, as the story cannot wait for it.
let figures = '';
setInterval(async () => {
  const report = await session?.connection?.getStats();
  const rows = [...(report?.values() ?? [])];
  const packets = rows.map(row => row.packetsReceived ?? row.packetsSent).filter(Number.isInteger);
  figures = `packets: ${packets}`;
}, 500);

window.phone = {
  // Ready to call; registered, too, where there is a password.
  start(socket, uri, password) {
    agent = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(socket)],
      uri,
      password,
      register: password !== null,
      session_timers: false,
    });
    agent.on('connected', () => (state = password === null ? 'ready' : state));
    agent.on('registered', () => (state = 'ready'));
    agent.on('registrationFailed', event => ((state = 'failed'), (cause = event.cause)));
    agent.on('newRTCSession', event => taken(event.session));
    agent.start();
  },
  dial(target) {
    agent.call(target, options);
  },
  answer() {
    session.answer(options);
  },
  hangUp() {
    session.terminate();
  },
  press(key) {
    session.sendDTMF(key, { transportType: 'RFC2833' });
  },
  hold() {
    session.hold();
  },
  resume() {
    session.unhold();
  },
  // A second call beside the first; whoever answers it is then joined with the first.
  consult(target) {
    served = session;
    agent.call(target, options);
  },
  join() {
    served.refer(session.remote_identity.uri, { replaces: session });
  },
  state: () => state,
  story: () => `${state} ${cause} ${session?.connection?.connectionState ?? ''} ${figures}`,
  heard: from => heard.slice(from),
};
