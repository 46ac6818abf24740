package org.conclave.mls.group;

import java.util.List;
import org.conclave.mls.message.Proposal;
import org.conclave.mls.schedule.Psk;

/**
 * What a member wants to commit.
 *
 * @param proposals by value, in order
 * @param psks those that the proposals name
 * @param coverPending whether to cover the proposals that wait, as far as they go together with
 *     these
 * @param forcePath whether to send an update path even where none is needed
 * @param treeInWelcome whether those who are added find the tree in their Welcome
 */
public record CommitPlan(
    List<Proposal> proposals,
    List<Psk> psks,
    boolean coverPending,
    boolean forcePath,
    byte[] authenticatedData,
    boolean asPublicMessage,
    boolean treeInWelcome) {}
