package org.conclave.onboarding.internal;

import org.conclave.proto.wire.v1.AdmissionVerdict.Verdict;

/** What a peer's refusal of this device means, for the person in front of it. */
final class Refusals {
  private Refusals() {}

  static String explain(Verdict verdict) {
    return switch (verdict) {
      case EXPIRED ->
          "The invitation had ended before this device first reached the organisation. Peers do"
              + " not let it in. Ask your administrator for a new invitation.";
      case NOT_YET_VALID ->
          "A peer says that the invitation is not valid yet. One of the two clocks is wrong. Check"
              + " date and time of this device; the connection is tried again.";
      case ALREADY_USED ->
          "The invitation was used on another device. Peers do not let this one in. If that was"
              + " not you, tell your administrator, and ask for a new invitation.";
      case WRONG_PERSON ->
          "The invitation names another person's account. Peers do not let this device in. Send"
              + " your own account code to your administrator and ask for an invitation for it.";
      case SUPERSEDED ->
          "Another device has taken the place of this one. Peers do not let this one in. If that"
              + " was not you, tell your administrator at once.";
      case REVOKED ->
          "The organisation has ended this membership. Peers do not let this device in. Ask your"
              + " administrator if you did not expect this.";
      case WAITING ->
          "An administrator has not confirmed this device yet. It asks again by itself; remind your"
              + " administrator if it takes long.";
      case STALE ->
          "The peer has not heard of an administrator for so long that it lets no newcomers in. Ask"
              + " your administrator to go online.";
      case RESTORING, REFUSED, ADMITTED, VERDICT_UNSPECIFIED, UNRECOGNIZED ->
          "A peer did not recognise this device as one of its organisation. Nothing was exchanged"
              + " with it. Check the address; if it happens with every peer, ask your"
              + " administrator.";
    };
  }
}
