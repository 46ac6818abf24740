package org.conclave.onboarding.internal.statement;

import org.conclave.api.organisation.Role;
import org.conclave.onboarding.internal.statement.InvalidStatementException.Fault;

/** Between the roles of statements and those of the API. */
public final class Roles {
  private Roles() {}

  static Role of(org.conclave.proto.org.v1.Role role) throws InvalidStatementException {
    return switch (role) {
      case MEMBER -> Role.MEMBER;
      case SITE_ADMINISTRATOR -> Role.SITE_ADMINISTRATOR;
      case ROOT_ADMINISTRATOR -> Role.ROOT_ADMINISTRATOR;
      case ROLE_UNSPECIFIED, UNRECOGNIZED ->
          throw new InvalidStatementException(Fault.MALFORMED, "it names no known role");
    };
  }

  /** Nobody is invited as root administrator: that is who holds the root key. */
  static Role ofInvitation(org.conclave.proto.org.v1.Role role) throws InvalidStatementException {
    Role invited = of(role);
    Fields.require(invited != Role.ROOT_ADMINISTRATOR, "nobody is invited as root administrator");
    return invited;
  }

  /** That of a statement which this device makes itself. */
  public static Role ofValid(org.conclave.proto.org.v1.Role role) {
    try {
      return of(role);
    } catch (InvalidStatementException own) {
      throw new IllegalArgumentException("no role", own);
    }
  }

  public static org.conclave.proto.org.v1.Role toProto(Role role) {
    return switch (role) {
      case MEMBER -> org.conclave.proto.org.v1.Role.MEMBER;
      case SITE_ADMINISTRATOR -> org.conclave.proto.org.v1.Role.SITE_ADMINISTRATOR;
      case ROOT_ADMINISTRATOR -> org.conclave.proto.org.v1.Role.ROOT_ADMINISTRATOR;
    };
  }
}
