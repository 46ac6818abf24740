package org.conclave.mls.group;

import java.util.Arrays;
import java.util.List;
import org.conclave.mls.message.PreSharedKeyId;
import org.conclave.mls.schedule.Psk;
import org.conclave.mls.state.SecretsPart;

/** A group that this client is or was a member of, with the resumption secrets it still has. */
public record PastGroup(Epoch epoch, SecretsPart.Full secrets) {

  /** The resumption keys of its epoch and of those before. */
  public List<Psk> resumptionPsks() {
    return secrets.pastOfNext(epoch.context().epoch()).stream()
        .<Psk>map(
            past -> new Psk.Resumption(epoch.context().groupId(), past.epoch(), past.secret()))
        .toList();
  }

  /**
   * Whether it is the group that a link names. A group that was reinitialised ended in the epoch
   * that the link names; one that was branched from may have gone on.
   */
  public boolean isNamedBy(PreSharedKeyId.Resumption link) {
    if (!Arrays.equals(epoch.context().groupId(), link.groupId())) {
      return false;
    }
    return link.usage() == PreSharedKeyId.Usage.REINIT
        ? epoch.context().epoch() == link.epoch()
        : secrets.pastOfNext(epoch.context().epoch()).stream()
            .anyMatch(past -> past.epoch() == link.epoch());
  }
}
