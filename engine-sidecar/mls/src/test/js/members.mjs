// Members of groups by ts-mls, driven by a test: requests come as lines of JSON on standard input, each is answered by
// one line on standard output. Octets travel as hexadecimal. It ends when standard input does.
import { webcrypto } from 'node:crypto'
import { createInterface } from 'node:readline'
import { p256, p384, p521 } from '@noble/curves/nist.js'

globalThis.crypto ??= webcrypto

const {
  acceptAll, ciphersuites, createApplicationMessage, createCommit, createGroup, createProposal, decodeMlsMessage,
  emptyPskIndex, encodeMlsMessage, generateKeyPackageWithKey, getCiphersuiteFromName, getCiphersuiteImpl, joinGroup,
  joinGroupExternal, makePskIndex, mlsExporter, processMessage
} = await import('ts-mls')
const { createGroupInfo } = await import('ts-mls/createCommit.js')
const { encode } = await import('ts-mls/codec/tlsEncoder.js')
const { varLenDataEncoder } = await import('ts-mls/codec/variableLength.js')
const { ratchetTreeEncoder } = await import('ts-mls/ratchetTree.js')

const toHex = octets => Buffer.from(octets).toString('hex')
const fromHex = text => new Uint8Array(Buffer.from(text, 'hex'))
const encoded = message => toHex(encodeMlsMessage({ version: 'mls10', ...message }))

function decoded (text, wireformat) {
  const octets = fromHex(text)
  const [message, end] = decodeMlsMessage(octets, 0) ?? []
  if (message === undefined || end !== octets.length) throw new Error('a message that does not parse')
  if (wireformat !== undefined && message.wireformat !== wireformat) throw new Error(`not ${wireformat}`)
  return message
}

const members = new Map()

// ts-mls makes compressed points of these curves, where RFC 9420 (section 5.1.1) has uncompressed ones. It reads both.
const nistCurves = { 2: p256, 5: p521, 7: p384 }

async function signatureKeys (suite, implementation) {
  const keys = await implementation.signature.keygen()
  return suite in nistCurves ? { ...keys, publicKey: nistCurves[suite].getPublicKey(keys.signKey, false) } : keys
}

const psks = (member, known) => known === undefined
  ? emptyPskIndex
  : makePskIndex(member.state, Object.fromEntries(Object.entries(known).map(([id, key]) => [id, fromHex(key)])))

const addOf = keyPackage => ({
  proposalType: 'add',
  add: { keyPackage: decoded(keyPackage, 'mls_key_package').keyPackage }
})

const removeOf = removed => ({ proposalType: 'remove', remove: { removed } })

const requests = {
  async member (member, { name, suite, notBefore, notAfter, extensions }) {
    const suiteName = Object.keys(ciphersuites).find(known => ciphersuites[known] === suite)
    member.suite = await getCiphersuiteImpl(getCiphersuiteFromName(suiteName))
    const capabilities = {
      versions: ['mls10'], ciphersuites: [suiteName], extensions, proposals: [], credentials: ['basic']
    }
    Object.assign(member, await generateKeyPackageWithKey(
      { credentialType: 'basic', identity: new TextEncoder().encode(name) },
      capabilities, { notBefore: BigInt(notBefore), notAfter: BigInt(notAfter) }, [],
      await signatureKeys(suite, member.suite), member.suite))
    return { keyPackage: encoded({ wireformat: 'mls_key_package', keyPackage: member.publicPackage }) }
  },

  async found (member, { group }) {
    member.state = await createGroup(
      fromHex(group), member.publicPackage, member.privatePackage, [], member.suite)
    return {}
  },

  async join (member, { welcome, known }) {
    member.state = await joinGroup(
      decoded(welcome, 'mls_welcome').welcome, member.publicPackage, member.privatePackage, psks(member, known),
      member.suite)
    return {}
  },

  async commit (member, { add = [], remove = [], inPublic = false }) {
    const made = await createCommit({ state: member.state, cipherSuite: member.suite, pskIndex: emptyPskIndex }, {
      wireAsPublicMessage: inPublic,
      extraProposals: [...remove.map(removeOf), ...add.map(addOf)],
      ratchetTreeExtension: true
    })
    member.state = made.newState
    return {
      commit: toHex(encodeMlsMessage(made.commit)),
      ...(made.welcome === undefined ? {} : { welcome: encoded({ wireformat: 'mls_welcome', welcome: made.welcome }) })
    }
  },

  // ts-mls puts the key into external_pub without its length, where RFC 9420 (section 12.4.3.2) has it as an opaque vector.
  async groupInfo (member, { bareKey }) {
    const { groupContext, confirmationTag, keySchedule, ratchetTree } = member.state
    const { hpke } = member.suite
    const { publicKey } = await hpke.deriveKeyPair(keySchedule.externalSecret)
    const key = await hpke.exportPublicKey(publicKey)
    const groupInfo = await createGroupInfo(groupContext, confirmationTag, member.state, [
      { extensionType: 'external_pub', extensionData: bareKey ? key : encode(varLenDataEncoder)(key) },
      { extensionType: 'ratchet_tree', extensionData: encode(ratchetTreeEncoder)(ratchetTree) }
    ], member.suite)
    return { groupInfo: encoded({ wireformat: 'mls_group_info', groupInfo }) }
  },

  async joinAlone (member, { groupInfo, comesBack }) {
    const made = await joinGroupExternal(
      decoded(groupInfo, 'mls_group_info').groupInfo, member.publicPackage, member.privatePackage, comesBack,
      member.suite)
    member.state = made.newState
    return { commit: encoded({ wireformat: 'mls_public_message', publicMessage: made.publicMessage }) }
  },

  async propose (member, { add, remove, inPublic = false }) {
    const proposal = add === undefined ? removeOf(remove) : addOf(add)
    const made = await createProposal(member.state, inPublic, proposal, member.suite)
    member.state = made.newState
    return { message: toHex(encodeMlsMessage(made.message)) }
  },

  async send (member, { content, inTheClear = '' }) {
    const made = await createApplicationMessage(member.state, fromHex(content), member.suite, fromHex(inTheClear))
    member.state = made.newState
    return { message: encoded({ wireformat: 'mls_private_message', privateMessage: made.privateMessage }) }
  },

  async receive (member, { message, known }) {
    const result = await processMessage(decoded(message), member.state, psks(member, known), acceptAll, member.suite)
    member.state = result.newState
    return result.kind === 'applicationMessage' ? { content: toHex(result.message) } : {}
  },

  async epoch (member) {
    const { groupContext, keySchedule } = member.state
    return {
      epoch: Number(groupContext.epoch),
      authenticator: toHex(keySchedule.epochAuthenticator),
      treeHash: toHex(groupContext.treeHash),
      exported: toHex(await mlsExporter(
        keySchedule.exporterSecret, 'interop', new Uint8Array([1, 2, 3]), 32, member.suite))
    }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { to, do: request, ...given } = JSON.parse(line)
  if (!members.has(to)) members.set(to, {})
  let answer
  try {
    answer = await requests[request](members.get(to), given)
  } catch (e) {
    answer = { error: String(e?.message ?? e) }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
