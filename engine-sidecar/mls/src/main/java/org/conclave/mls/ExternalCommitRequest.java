package org.conclave.mls;

import java.util.List;
import org.conclave.mls.schedule.Psk;
import org.jspecify.annotations.Nullable;

/**
 * What joining by external commit takes.
 *
 * @param groupInfo an MLSMessage, as {@link MlsEngine#exportGroupInfo} makes it
 * @param ratchetTree {@code optional<Node> ratchet_tree<V>} where the GroupInfo does not carry it
 * @param extensionTypes private GroupContext extension types that the client supports
 * @param replacesFormerSelf whether the commit removes an earlier appearance of this client: the
 *     member with its signature key or, failing that, the only one with its identity
 * @param psks to be injected; a resumption key shows that the client was a member before
 */
public record ExternalCommitRequest(
    byte[] groupInfo,
    byte @Nullable [] ratchetTree,
    Signer signer,
    List<Integer> extensionTypes,
    boolean replacesFormerSelf,
    List<Psk> psks,
    byte[] authenticatedData) {
  @Override
  public String toString() {
    return "ExternalCommitRequest[" + groupInfo.length + " octets]";
  }
}
