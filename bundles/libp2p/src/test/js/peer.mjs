// A js-libp2p peer that a test drives: requests come as lines of JSON on standard input, answers and
// events go as lines of JSON to standard output. It ends when standard input does.
import './polyfill.mjs'
import { createInterface } from 'node:readline'
import { gossipsub } from '@libp2p/gossipsub'
import { identify, identifyPush } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { peerIdFromString } from '@libp2p/peer-id'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'

const ECHO = '/test/echo/1.0.0'

const node = await createLibp2p({
  addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
  transports: [tcp()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  connectionMonitor: { enabled: false },
  services: {
    identify: identify(),
    identifyPush: identifyPush(),
    ping: ping(),
    pubsub: gossipsub({ allowPublishToZeroTopicPeers: true, emitSelf: false })
  }
})

await node.handle(ECHO, async stream => {
  for await (const part of stream) {
    if (!stream.send(part.subarray())) await stream.onDrain()
  }
  await stream.close()
}, { maxInboundStreams: 1000 })

const say = line => process.stdout.write(JSON.stringify(line) + '\n')

node.services.pubsub.addEventListener('message', ({ detail }) => say({
  event: 'message',
  topic: detail.topic,
  from: detail.from?.toString(),
  data: Buffer.from(detail.data).toString('base64')
}))
node.addEventListener('peer:identify', ({ detail }) => say({
  event: 'identified',
  peer: detail.peerId.toString(),
  agent: detail.agentVersion,
  protocols: detail.protocols,
  addresses: detail.listenAddrs.map(String),
  signed: detail.signedPeerRecord?.addresses.map(String) ?? []
}))

const requests = {
  dial: async ({ to }) => { await node.dial(multiaddr(to)); return true },
  ping: async ({ to }) => await node.services.ping.ping(peerIdFromString(to)),
  hangUp: async ({ to }) => { await node.hangUp(peerIdFromString(to)); return true },
  connections: async ({ to }) => node.getConnections(peerIdFromString(to)).length,
  // Sends size bytes to the echo protocol of a peer and says whether they came back unchanged.
  echo: async ({ to, size }) => {
    const stream = await node.dialProtocol(peerIdFromString(to), ECHO)
    const sent = Buffer.alloc(size, n => n)
    for (let i = 0; i < size; i++) sent[i] = (i * 31 + (i >> 8)) & 255
    const back = (async () => {
      const parts = []
      for await (const part of stream) parts.push(Buffer.from(part.subarray()))
      return Buffer.concat(parts)
    })()
    for (let at = 0; at < size; at += 65536) {
      if (!stream.send(sent.subarray(at, at + 65536))) await stream.onDrain()
    }
    await stream.close()
    return (await back).equals(sent)
  },
  subscribe: async ({ topic }) => { node.services.pubsub.subscribe(topic); return true },
  subscribers: async ({ topic }) => node.services.pubsub.getSubscribers(topic).map(String),
  meshPeers: async ({ topic }) => node.services.pubsub.getMeshPeers(topic).map(String),
  publish: async ({ topic, data }) =>
    (await node.services.pubsub.publish(topic, Buffer.from(data, 'base64'))).recipients.map(String)
}

const input = createInterface({ input: process.stdin })
input.on('line', async line => {
  const request = JSON.parse(line)
  try {
    say({ id: request.id, ok: await requests[request.do](request) })
  } catch (error) {
    say({ id: request.id, error: String(error) })
  }
})
input.on('close', () => process.exit(0))

say({ event: 'listening', peer: node.peerId.toString(), addresses: node.getMultiaddrs().map(String) })
