package org.conclave.mls.group;

import java.util.List;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.schedule.Psk;
import org.jspecify.annotations.Nullable;

/**
 * What a member wants to commit.
 *
 * @param proposals by value, in order
 * @param psks that are known, besides the group's own resumption keys
 * @param coverage which of the proposals that wait to cover
 * @param forcePath whether to send an update path even where none is needed
 * @param treeInWelcome whether those who are added find the tree in their Welcome
 * @param successor whom the own leaf is to present from then on, which takes a path; null where
 *     that stays
 */
public record CommitPlan(
    List<Proposal> proposals,
    List<Psk> psks,
    Coverage coverage,
    boolean forcePath,
    byte[] authenticatedData,
    boolean asPublicMessage,
    boolean treeInWelcome,
    @Nullable MemberIdentity successor) {

  /** Which of the proposals that wait a commit covers. */
  public enum Coverage {
    NOTHING,
    /**
     * All that go together with each other and with those by value. Never a ReInit: it would end
     * the group.
     */
    ORDINARY,
    /** The latest ReInit, by itself. */
    REINIT
  }
}
