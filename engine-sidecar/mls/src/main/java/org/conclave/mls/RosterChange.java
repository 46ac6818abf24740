package org.conclave.mls;

import org.conclave.mls.group.MemberChange;

/** What an epoch changed about a member. */
public record RosterChange(MemberChange.Kind kind, Member member) {}
