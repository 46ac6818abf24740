package org.conclave.onboarding.internal.statement;

import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;

/** An entry that makes somebody a member, or names a member's device. */
public sealed interface MemberEntry extends VerifiedEntry permits VerifiedGrant, VerifiedRecord {
  /** The member whom it is about. */
  UserId user();

  /** The account key of that member. */
  Bytes account();
}
