package org.conclave.mls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.conclave.mls.tree.RatchetTree;
import org.jspecify.annotations.Nullable;

/**
 * A random history of a group with members of two implementations: either founds it; all add,
 * remove, propose, commit, join by external commit and send; after each commit all have the same
 * epoch authenticator and read what members of either kind send.
 */
final class MixedHistory {
  private static final int MOST_MEMBERS = 9;

  /** Makes members of one kind. */
  @FunctionalInterface
  interface Maker {
    Party make(String name) throws Exception;
  }

  private final Random choice;
  private final Maker ours;
  private final Maker theirs;
  private final List<Party> members = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private int named;

  /**
   * @param seed says how the history goes; the keys in it are new each time
   */
  MixedHistory(long seed, Maker ours, Maker theirs) {
    this.choice = new Random(seed);
    this.ours = ours;
    this.theirs = theirs;
  }

  /** Fails with all that happened until then. */
  void run(int steps) {
    try {
      boolean weFound = choice.nextBoolean();
      Party founder = newcomer(weFound);
      founder.found(Device.GROUP_ID);
      members.add(founder);
      commit(founder, List.of(newcomer(!weFound), newcomer(weFound)), null, false);
      for (int step = 0; step < steps; step++) {
        step();
        if (choice.nextInt(4) == 0 || step == steps - 1) {
          joinAlone();
        }
      }
    } catch (Exception | AssertionError e) {
      throw new AssertionError(String.join("; ", told), e);
    }
  }

  private Party newcomer(boolean our) throws Exception {
    return (our ? ours : theirs).make((our ? "our " : "their ") + named++);
  }

  private void step() throws Exception {
    Party committer = any(member -> true);
    Party updated = null;
    if (choice.nextInt(3) == 0 && any(m -> m instanceof OurParty && m != committer) != null) {
      updated = any(member -> member instanceof OurParty && member != committer);
      told.add(updated.name() + " updates");
      tellAll(updated, ((OurParty) updated).proposeUpdate(), null);
    }
    Party kept = updated;
    Party leaving = null;
    if (members.size() > 4 && choice.nextInt(3) == 0) {
      leaving = any(member -> member != committer && member != kept && !isLastOfItsKind(member));
    }
    boolean byReference = choice.nextBoolean();
    if (leaving != null && byReference) {
      Party gone = leaving;
      Party proposer = any(member -> member != gone);
      told.add(proposer.name() + " proposes to remove " + leaving.name());
      // Bouncy Castle would refuse to hear that it is to be removed itself.
      tellAll(proposer, proposer.proposeRemove(leafOf(leaving)), leaving);
    }
    List<Party> added = new ArrayList<>();
    while (members.size() + added.size() < MOST_MEMBERS && choice.nextInt(3) == 0) {
      added.add(newcomer(choice.nextBoolean()));
    }
    commit(committer, added, leaving, byReference);
  }

  private void commit(
      Party committer, List<Party> added, @Nullable Party leaving, boolean byReference)
      throws Exception {
    List<byte[]> keyPackages = new ArrayList<>();
    for (Party newcomer : added) {
      keyPackages.add(newcomer.keyPackage());
    }
    List<Integer> leaves = leaving == null || byReference ? List.of() : List.of(leafOf(leaving));
    told.add(
        committer.name()
            + " commits, adds "
            + added.stream().map(Party::name).toList()
            + ", removes "
            + leaves);
    Party.Made made = committer.commit(keyPackages, leaves);
    members.remove(leaving);
    for (Party member : members) {
      if (member != committer) {
        member.follow(made.commit());
      }
    }
    for (Party newcomer : added) {
      assertThat(made.welcome()).isNotNull();
      newcomer.join(made.welcome());
    }
    members.addAll(added);
    assertAgreement();
  }

  /** By external commit: somebody new, or a member who lost its state. */
  private void joinAlone() throws Exception {
    Party back = choice.nextBoolean() ? any(this::mayComeBack) : null;
    boolean comesBack = back != null;
    Party joiner = back == null ? newcomer(choice.nextBoolean()) : back;
    Party teller = any(member -> member != joiner);
    told.add(
        joiner.name() + (comesBack ? " comes back" : " joins") + " as told by " + teller.name());
    byte[] info = teller.groupInfo(joiner.readsBareKey());
    byte[] commit = joiner.joinAlone(info, comesBack ? leafOf(joiner) : null);
    for (Party member : members) {
      if (member != joiner) {
        member.follow(commit);
      }
    }
    if (!comesBack) {
      members.add(joiner);
    }
    assertAgreement();
  }

  /** Whether all would find it where it comes back to. */
  private boolean mayComeBack(Party party) {
    RatchetTree tree = witness().device.tree();
    return members.stream().allMatch(Party::findsOneWhoMoved)
        || IntStream.range(0, leafOf(party)).allMatch(leaf -> tree.leaf(leaf) != null);
  }

  private OurParty witness() {
    return (OurParty) members.stream().filter(OurParty.class::isInstance).findFirst().orElseThrow();
  }

  private void assertAgreement() throws Exception {
    byte[] authenticator = members.get(0).authenticator();
    for (Party member : members) {
      assertThat(member.authenticator())
          .as(member.name() + " and " + members.get(0).name())
          .isEqualTo(authenticator);
    }
    for (boolean our : new boolean[] {true, false}) {
      Party sender = any(member -> member instanceof OurParty == our);
      byte[] message = sender.send("by " + sender.name());
      for (Party member : members) {
        if (member != sender) {
          assertThat(member.read(message)).isEqualTo("by " + sender.name());
        }
      }
    }
  }

  private void tellAll(Party from, byte[] proposal, @Nullable Party except) throws Exception {
    for (Party member : members) {
      if (member != from && member != except) {
        member.hear(proposal);
      }
    }
  }

  private boolean isLastOfItsKind(Party party) {
    return members.stream()
            .filter(member -> member instanceof OurParty == party instanceof OurParty)
            .count()
        == 1;
  }

  /** A member that fits, chosen at random; null if none does. */
  private @Nullable Party any(Predicate<Party> fits) {
    List<Party> fitting = members.stream().filter(fits).toList();
    return fitting.isEmpty() ? null : fitting.get(choice.nextInt(fitting.size()));
  }

  private int leafOf(Party party) {
    Device witness = witness().device;
    return witness.engine.roster(witness.tree()).stream()
        .filter(member -> Arrays.equals(member.identity(), Device.bytes(party.name())))
        .findFirst()
        .orElseThrow()
        .leaf();
  }
}
