package org.conclave.mls;

import org.jspecify.annotations.Nullable;

/**
 * What a proposal would do.
 *
 * @param type its number, RFC 9420 section 17.4
 * @param member whom it adds, updates or removes, as it would be or was; null where it does none of
 *     these. One who is added has leaf {@link #UNSETTLED}
 */
public record ProposalSummary(int type, @Nullable Member member) {
  /** Which leaf one who is added gets is settled by the commit. */
  public static final int UNSETTLED = -1;
}
