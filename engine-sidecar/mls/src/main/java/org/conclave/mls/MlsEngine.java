package org.conclave.mls;

import org.conclave.mls.crypto.OfferedSuites;
import org.conclave.mls.rule.StateMismatchException;
import org.conclave.mls.schedule.RatchetLimits;

/**
 * The MLS protocol (RFC 9420) as functions from state parts and input to changed parts and a
 * result.
 *
 * <p><b>Guarantees.</b> No call changes what it is given, keeps anything for the next call, reads a
 * clock, or does I/O. What peers can break comes back as {@link Rejected}, and then the state is as
 * it was. A call that is repeated with the same state is harmless; where it sends something,
 * exactly one of the answers may be used.
 *
 * <p><b>Misuse</b> is unchecked: {@link StateMismatchException} for parts that are damaged or do
 * not belong together, {@link IllegalArgumentException} for what no correct caller passes.
 *
 * <p>{@link Clients}, {@link Groups}, {@link Messages} and {@link States} have the calls, by what
 * they are about.
 *
 * <p>Arrays are neither copied nor changed, and must not be changed by the caller while they are in
 * use here. Thread safe.
 */
public final class MlsEngine implements Clients, Groups, Messages, States {
  private final RatchetLimits limits;
  private final OfferedSuites offered;

  /** With the cipher suites of RFC 9420. */
  public MlsEngine() {
    this(OfferedSuites.RFC_9420);
  }

  public MlsEngine(OfferedSuites offered) {
    this(RatchetLimits.DEFAULT, offered);
  }

  /**
   * @param offered the cipher suites that clients, key packages and groups can be begun with; a
   *     group that is there goes on with its own
   */
  public MlsEngine(RatchetLimits limits, OfferedSuites offered) {
    this.limits = limits;
    this.offered = offered;
  }

  @Override
  public OfferedSuites offered() {
    return offered;
  }

  @Override
  public RatchetLimits limits() {
    return limits;
  }
}
