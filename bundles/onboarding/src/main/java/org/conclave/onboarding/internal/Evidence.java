package org.conclave.onboarding.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.conclave.api.bytes.Bytes;
import org.conclave.api.identity.UserId;
import org.conclave.api.organisation.Contradiction;
import org.conclave.api.organisation.Contradiction.Kind;
import org.conclave.api.organisation.DeviceState;
import org.conclave.onboarding.internal.ledger.Ledger;
import org.conclave.onboarding.internal.ledger.Standing;
import org.conclave.onboarding.internal.statement.Accounts;
import org.conclave.onboarding.internal.statement.MemberEntry;
import org.conclave.onboarding.internal.statement.OrganisationEntry;
import org.conclave.onboarding.internal.statement.Slot;
import org.conclave.onboarding.internal.statement.VerifiedEntry;
import org.conclave.onboarding.internal.statement.VerifiedRecord;

/** Contradictions that the ledger holds, in words for an administrator. */
final class Evidence {
  private Evidence() {}

  static List<Contradiction> of(MemberSession session) {
    Ledger ledger = session.ledger();
    List<Contradiction> found = new ArrayList<>();
    for (List<? extends MemberEntry> rivals : ledger.memberConflicts()) {
      found.add(member(rivals, ledger));
    }
    for (List<OrganisationEntry> rivals : ledger.organisation().successionConflicts()) {
      found.add(
          new Contradiction(
              Kind.SUCCESSION,
              Optional.empty(),
              "",
              hashes(rivals),
              "The recovery key has named two new root keys. The same one counts everywhere, and"
                  + " somebody else may have the recovery code. Found a new organisation."));
    }
    Map<Slot.Chain, Set<Bytes>> forks =
        session.keeper().decideQuietly(held -> held.organisation().forks());
    forks.forEach((place, statements) -> found.add(signer(place, statements, ledger)));
    return found;
  }

  private static Contradiction member(List<? extends MemberEntry> rivals, Ledger ledger) {
    UserId user = rivals.get(0).user();
    Optional<Standing> standing = ledger.standing(user);
    String name = standing.map(found -> found.grant().memberName()).orElse("");
    if (!(rivals.get(0) instanceof VerifiedRecord)) {
      return new Contradiction(
          Kind.INVITATION,
          Optional.of(user),
          name,
          hashes(rivals),
          "One invitation was used by two devices. The same one counts everywhere. Ask the person"
              + " whether both are theirs.");
    }
    boolean open =
        standing.filter(found -> found.devices().state() == DeviceState.CONFLICT).isPresent();
    return new Contradiction(
        Kind.DEVICES,
        Optional.of(user),
        name,
        hashes(rivals),
        open
            ? "Two devices claim to be this account's, and neither may take part. Ask the person"
                + " which one is theirs, let them choose 'Use here again' on it, and confirm that"
                + " request. If a backup was stolen, revoke the member and invite them anew."
            : "Two devices claimed to be this account's. An administrator has decided since.");
  }

  private static Contradiction signer(Slot.Chain place, Set<Bytes> statements, Ledger ledger) {
    UserId user = Accounts.user(place.signer());
    Optional<Standing> standing = ledger.standing(user);
    boolean root = ledger.isRootKey(place.signer());
    return new Contradiction(
        Kind.SIGNER,
        standing.isPresent() ? Optional.of(user) : Optional.empty(),
        standing.map(found -> found.grant().memberName()).orElse(""),
        List.copyOf(statements),
        root
            ? "The root key has signed two statements with one number. Both count. If it is not in"
                + " two profiles of your own, replace it with the recovery code."
            : "This site administrator has signed two statements with one number. What was signed"
                + " from there on does not count until you withdraw the right, or give another.");
  }

  private static List<Bytes> hashes(List<? extends VerifiedEntry> entries) {
    return entries.stream().map(VerifiedEntry::hash).toList();
  }
}
