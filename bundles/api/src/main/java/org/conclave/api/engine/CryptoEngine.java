package org.conclave.api.engine;

import java.time.Instant;
import java.util.List;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.bytes.SecretBytes;
import org.conclave.api.identity.GroupId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * MLS (RFC 9420) without state: every call takes the state that it needs and returns the parts that
 * changed; the caller commits them and decides which state it goes on with. A call that fails, or
 * whose answer is thrown away, has changed nothing.
 *
 * <p>The service is registered while an engine process answers. Calls block until the answer or the
 * deadline, may be made from any thread and at the same time, and must never be made on the event
 * thread of a window. A call under way when the engine dies is repeated on the next engine with the
 * same state.
 */
@ProviderType
public interface CryptoEngine {
  /** A fresh MLS signature key pair for this device, for groups of any {@link CipherSuite}. */
  SignatureKeyPair createIdentity() throws EngineException;

  /** A key package of {@code signer}, RFC 9420 section 10. */
  KeyPackage createKeyPackage(Signer signer, Lifetime lifetime, boolean lastResort)
      throws EngineException;

  /** Checks a key package from a peer, RFC 9420 section 10.1. */
  KeyPackageInspection inspectKeyPackage(Bytes keyPackage, Instant now) throws EngineException;

  /** A group with one member, RFC 9420 section 11. */
  NewState createGroup(
      GroupId group, Signer signer, Lifetime lifetime, List<GroupExtension> extensions)
      throws EngineException;

  /** A commit and the state after it, RFC 9420 section 12.4. */
  CommitOutcome commit(
      GroupStateView state,
      Signer signer,
      CommitProposals proposals,
      Bytes authenticatedData,
      Instant now)
      throws EngineException;

  /** Joins a group by Welcome with one of {@code keyPackages}, RFC 9420 section 12.4.3.1. */
  JoinOutcome join(Bytes welcome, Signer signer, List<KeyPackage> keyPackages, Instant now)
      throws EngineException;

  /** Protects application data, RFC 9420 section 6.3. */
  EncryptOutcome encrypt(
      GroupStateView state, Signer signer, Bytes content, Bytes authenticatedData)
      throws EngineException;

  /** Opens a message of the group: application data, a commit, a proposal. */
  ProcessOutcome process(GroupStateView state, Signer signer, Bytes message, Instant now)
      throws EngineException;

  /**
   * Opens many messages of one epoch, as {@link #process} would one after the other, in a fraction
   * of the time. A message that is refused keeps none of the others from being opened.
   *
   * @param state asked for rows and tree while the call lasts, for a few hundred messages at once
   */
  BatchOutcome processAll(GroupStateView state, Signer signer, List<Bytes> messages, Instant now)
      throws EngineException;

  /**
   * Seals an identity under a passphrase: the bytes of a {@code .backup}. Takes seconds and 256 MiB
   * of the engine by intent; interrupting the calling thread ends it.
   *
   * @param payload opaque, up to 16 MiB
   * @param passphrase UTF-8, 1 to 1,024 bytes
   */
  Bytes exportIdentity(SecretBytes payload, SecretBytes passphrase, ProgressListener progress)
      throws EngineException;

  /** Opens what {@link #exportIdentity} made, at the same cost. */
  ImportOutcome importIdentity(Bytes backup, SecretBytes passphrase, ProgressListener progress)
      throws EngineException;
}
