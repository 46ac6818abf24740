package org.conclave.onboarding.internal;

/** Where the services of a member are offered to other bundles. */
interface MemberServices {
  /** Offers what {@code session} holds. Closing the result withdraws it. */
  Offer offer(MemberSession session);

  /** Something that is offered until it is closed. */
  interface Offer extends AutoCloseable {
    @Override
    void close();
  }
}
