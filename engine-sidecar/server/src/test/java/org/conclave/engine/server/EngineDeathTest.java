package org.conclave.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.conclave.proto.engine.v1.CommitCreated;
import org.conclave.proto.engine.v1.CommitRequest;
import org.conclave.proto.engine.v1.CreateKeyPackageResponse;
import org.conclave.proto.engine.v1.Encrypted;
import org.conclave.proto.engine.v1.ProcessMessageResponse;
import org.conclave.proto.engine.v1.ProposalContent;
import org.junit.jupiter.api.Test;

/**
 * A random history of a group whose engine dies, by {@code kill -9}, between calls and under them:
 * no message and no epoch is lost, and no key is used twice.
 */
final class EngineDeathTest {
  private static final int STEPS = 24;
  private static final int DEATHS = 8;

  private final Random choice = new Random(9420);
  private final List<Participant> members = new ArrayList<>();
  private final Set<String> usedKeys = new HashSet<>();
  private int named;

  @Test
  void deathLosesNothingAndReusesNothing() throws Exception {
    try (MortalEngine engine = new MortalEngine(choice, DEATHS)) {
      Participant founder = newcomer(engine);
      engine.call(
          () -> {
            founder.found(ByteString.copyFrom(new byte[32]));
            return founder;
          });
      members.add(founder);
      add(engine, founder);
      add(engine, founder);
      for (int step = 0; step < STEPS; step++) {
        Participant actor = members.get(choice.nextInt(members.size()));
        switch (choice.nextInt(8)) {
          case 0 -> commit(engine, actor, CommitRequest.newBuilder());
          case 1 -> proposeAndCommit(engine, actor);
          case 2 -> {
            if (members.size() < 6) {
              add(engine, actor);
            }
          }
          default -> send(engine, actor, "message " + step);
        }
      }
      assertThat(engine.deaths()).isEqualTo(DEATHS);
      assertThat(engine.repeated()).isPositive();
    }
  }

  private Participant newcomer(MortalEngine engine) throws Exception {
    String name = "member " + named++;
    return engine.call(() -> new Participant(name, engine::stub));
  }

  private void send(MortalEngine engine, Participant sender, String text) throws Exception {
    Encrypted encrypted =
        engine.call(
            () -> {
              Encrypted made = sender.encryptOnly(text);
              sender.store(made);
              return made;
            });
    String key =
        members.indexOf(sender)
            + " in "
            + sender.epochAuthenticator()
            + ": "
            + encrypted.getGeneration();
    assertThat(usedKeys.add(key)).as(key).isTrue();
    for (Participant member : members) {
      if (member != sender) {
        ProcessMessageResponse answer = engine.call(() -> member.process(encrypted.getMessage()));
        assertThat(answer.getApplication().getContent().toStringUtf8()).isEqualTo(text);
      }
    }
  }

  private void add(MortalEngine engine, Participant committer) throws Exception {
    Participant newcomer = newcomer(engine);
    CreateKeyPackageResponse keyPackage = engine.call(newcomer::createKeyPackage);
    CommitCreated created =
        commit(
            engine,
            committer,
            CommitRequest.newBuilder().addAddKeyPackages(keyPackage.getKeyPackage()));
    assertThat(engine.call(() -> newcomer.join(created.getWelcome(), keyPackage)).hasJoined())
        .isTrue();
    members.add(newcomer);
    assertAgreement();
  }

  private void proposeAndCommit(MortalEngine engine, Participant committer) throws Exception {
    Participant proposer = members.get(members.get(0) == committer ? 1 : 0);
    ByteString proposal =
        engine.call(() -> proposer.propose(ProposalContent.newBuilder().setUpdate(true)));
    for (Participant member : members) {
      if (member != proposer) {
        assertThat(engine.call(() -> member.process(proposal)).hasProposal()).isTrue();
      }
    }
    commit(engine, committer, CommitRequest.newBuilder());
  }

  private CommitCreated commit(
      MortalEngine engine, Participant committer, CommitRequest.Builder request) throws Exception {
    CommitCreated created = engine.call(() -> committer.commit(request.clone()));
    for (Participant member : members) {
      if (member == committer) {
        committer.go(created.getState());
      } else {
        ProcessMessageResponse answer = engine.call(() -> member.process(created.getCommit()));
        assertThat(answer.getCommit().hasState()).isTrue();
      }
    }
    assertAgreement();
    return created;
  }

  private void assertAgreement() {
    for (Participant member : members) {
      assertThat(member.epochAuthenticator()).isEqualTo(members.get(0).epochAuthenticator());
    }
  }
}
